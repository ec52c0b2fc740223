package dev.plumbline.collector.argument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components whose arguments MicroK8s' kubelite reads from files. */
class ArgumentFilesTest {

  private static final String DATA = "/var/snap/microk8s/8500";
  private static final String ARGS = "/var/snap/microk8s/current/args/";
  private static final String SERVICE = "/system.slice/snap.microk8s.daemon-kubelite.service";

  /** After the inodes of the test were made. */
  private static final Instant START = Instant.parse("2126-11-25T12:00:00Z");

  @TempDir private Path temp;
  private NodeFixture node;

  @BeforeEach
  void node() throws IOException {
    node = new NodeFixture(temp).link("/var/snap/microk8s/current", "8500");
    for (String name :
        List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy")) {
      args(name, "--v=1\n");
    }
    args("kubelet", "--v=1\n");
    args("kubelite", "--kubelet-args-file=$SNAP_DATA/args/kubelet\n--start-control-plane=true\n");
  }

  private void args(String name, String text) throws IOException {
    node.file(DATA + "/args/" + name, text);
    node.modified(DATA + "/args/" + name, START.minusSeconds(60));
  }

  private void kubelite(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = "/snap/microk8s/8500/kubelite";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    node.process(700, "0", "0::" + SERVICE, command).started(700, START);
  }

  private static List<Component> of(Evidence evidence, Source source) {
    return evidence.components().stream().filter(c -> c.source() == source).toList();
  }

  private static Component component(Evidence evidence, Source source, String name) {
    return of(evidence, source).stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void linesAreReadAsKubeliteReadsThem() throws IOException {
    args(
        "kubelet",
        """
        # read at each start

          --eviction-hard="memory.available<100Mi,nodefs.available<1Gi"\s\s
        --client-ca-file=${SNAP_DATA}/certs/ca.crt
        --root-dir $SNAP_COMMON/var/lib/kubelet
        --node-labels='a=b' --v=2
        """);
    Component kubelet = component(node.evidence(), Source.ARGUMENT_FILE, "kubelet");
    assertThat(kubelet.arguments())
        .extracting(Argument::value)
        .containsExactly(
            "--eviction-hard=memory.available<100Mi,nodefs.available<1Gi",
            "--client-ca-file=/var/snap/microk8s/current/certs/ca.crt",
            "--root-dir",
            "/var/snap/microk8s/common/var/lib/kubelet",
            "--node-labels=a=b",
            "--v=2");
    assertThat(kubelet.arguments())
        .extracting(argument -> argument.place().style())
        .containsExactly(
            Style.LINE,
            Style.LINE,
            Style.NOT_EDITABLE,
            Style.NOT_EDITABLE,
            Style.NOT_EDITABLE,
            Style.NOT_EDITABLE);
    assertThat(kubelet.arguments().get(0).place())
        .extracting(place -> place.line() + ":" + place.column() + "-" + place.endColumn())
        .isEqualTo("3:2-63");
    assertThat(kubelet.attributes()).containsKey(ARGS + "kubelet");
  }

  @Test
  void commentsStayOnTheNode() throws IOException {
    args("kubelet", "# the token is 4711\n--v=2\n");
    Component kubelet = component(node.evidence(), Source.ARGUMENT_FILE, "kubelet");
    assertThat(kubelet.excerpt())
        .isEqualTo(new Excerpt(ARGS + "kubelet", List.of(new Excerpt.Line(2, "--v=2"))));
  }

  @Test
  void variableOfTheProgramAloneIsNotResolved() throws IOException {
    args("kubelet", "--node-ip=${ADDRESS}\n--hostname-override=a$b$\n--cert-dir=$SNAP\n");
    Component kubelet = component(node.evidence(), Source.ARGUMENT_FILE, "kubelet");
    assertThat(kubelet.arguments())
        .extracting(Argument::value, Argument::resolution)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("--node-ip=${ADDRESS}", Resolution.UNRESOLVED),
            org.assertj.core.groups.Tuple.tuple("--hostname-override=a$b$", Resolution.UNRESOLVED),
            org.assertj.core.groups.Tuple.tuple(
                "--cert-dir=/snap/microk8s/current", Resolution.RESOLVED));
  }

  @Test
  void runningProgramAndItsNextStartAreTwoSources() throws IOException {
    kubelite("--apiserver-args-file=" + DATA + "/args/kube-apiserver");
    Evidence evidence = node.evidence();
    assertThat(of(evidence, Source.PROCESS))
        .extracting(Component::name)
        .containsExactly(
            "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");
    assertThat(of(evidence, Source.ARGUMENT_FILE)).hasSize(5);
    assertThat(evidence.problems()).isEmpty();
  }

  @Test
  void nodeThatJoinedAsAWorkerRunsNoControlPlane() throws IOException {
    args("kubelite", "--start-control-plane=false\n");
    kubelite("--start-control-plane=true", "--start-control-plane=False");
    Evidence evidence = node.evidence();
    assertThat(evidence.components())
        .extracting(Component::name)
        .containsExactly("kubelet", "kube-proxy", "kubelet", "kube-proxy");
    assertThat(evidence.problems()).isEmpty();
  }

  @Test
  void fileThatTheProgramIsGivenIsTheOneThatCounts() throws IOException {
    node.file("/etc/other", "--v=9\n").modified("/etc/other", START.minusSeconds(60));
    kubelite("--kubelet-args-file=/etc/other");
    assertThat(component(node.evidence(), Source.PROCESS, "kubelet").arguments())
        .extracting(Argument::value)
        .containsExactly("--v=9");
  }

  @Test
  void fileThatChangedSinceTheStartShowsNothingOfTheRunningComponent() throws IOException {
    kubelite();
    node.modified(DATA + "/args/kubelet", START.plusSeconds(60));
    Evidence evidence = node.evidence();
    assertThat(of(evidence, Source.PROCESS)).extracting(Component::name).doesNotContain("kubelet");
    assertThat(evidence.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.component()).isEqualTo("kubelet");
              assertThat(problem.place().file()).isEqualTo(ARGS + "kubelet");
              assertThat(problem.why()).contains("changed after the process started");
            });
  }

  /** The snap's script edits the files, and then becomes the program, in one process. */
  @Test
  void scriptThatStartsTheProgramMayHaveChangedTheFile() throws IOException {
    kubelite();
    node.modified(DATA + "/args/kubelet", START.plusSeconds(60));
    String fields = ") S " + "0 ".repeat(18);
    node.file("/proc/700/task/700/stat", "700 (a" + fields + "10000 0 0\n");
    node.file("/proc/700/task/701/stat", "701 (a" + fields + "17000 0 0\n");
    node.file("/proc/700/task/709/stat", "709 (a" + fields + "99000 0 0\n");
    Evidence evidence = node.evidence();
    assertThat(evidence.problems()).isEmpty();
    assertThat(of(evidence, Source.PROCESS)).extracting(Component::name).contains("kubelet");
  }

  @Test
  void filesThatAreNotMountedAreNamed() throws IOException {
    kubelite();
    Evidence evidence = node.evidence("/etc");
    assertThat(evidence.components()).isEmpty();
    assertThat(evidence.problems())
        .hasSize(5)
        .extracting(Problem::why)
        .allMatch(why -> why.contains("add its directory to the operator's PLUMBLINE_HOST_PATHS"));
  }

  @Test
  void programOfAPodIsNotTheNodes() throws IOException {
    node.process(
        701,
        "0",
        "0::/kubepods/pod6f1d9a52-0c3b-4e67-9a1f-2b7c5d8e9f01/0123456789abcdef",
        "/snap/kubelite");
    assertThat(of(node.evidence(), Source.PROCESS)).isEmpty();
  }

  @Test
  void theProgramsOwnFileThatCannotBeReadIsAProblemOfItsComponents() throws IOException {
    args("kubelite", "--v=2\n".repeat(200_000));
    assertThat(node.evidence().problems())
        .extracting(Problem::component)
        .contains("kube-apiserver", "kubelet");
  }
}
