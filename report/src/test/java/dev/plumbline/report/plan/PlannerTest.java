package dev.plumbline.report.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.report.Selection;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.EvidenceBundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";
  private static final String PROFILING = "apiserver-profiling-off";
  private static final String MODE = "apiserver-manifest-mode";
  private static final String AUTHORIZATION = "apiserver-authorization-mode-not-always-allow";
  private static final String KUBELET = "kubelet-anonymous-auth-off";

  private static Component component(
      String name, Source source, String place, String image, String... arguments) {
    return new Component(
        name,
        source,
        SourceLocation.line(place, 1),
        image,
        Arrays.stream(arguments)
            .map(argument -> Argument.known(argument, SourceLocation.line(place, 7)))
            .toList(),
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }

  private static Component manifest(String... arguments) {
    return component(
        "kube-apiserver",
        Source.MANIFEST,
        MANIFEST,
        "registry.k8s.io/kube-apiserver:v1.34.4",
        arguments);
  }

  private static Component process(String... arguments) {
    return component("kube-apiserver", Source.PROCESS, "/proc/1/cmdline", "", arguments);
  }

  private static Component kubelet(String... arguments) {
    return component("kubelet", Source.PROCESS, "/proc/2/cmdline", "", arguments);
  }

  private static Evidence evidence(Scope scope, List<Problem> problems, Component... components) {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        scope,
        List.of(components),
        List.of(),
        problems,
        List.of(),
        List.of());
  }

  private static Evidence node(Component... components) {
    return evidence(
        new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")), List.of(), components);
  }

  private static Evidence file(Component... components) {
    return evidence(Scope.repository(), List.of(), components);
  }

  private static EvidenceBundle bundle(Evidence... nodes) {
    SortedMap<String, String> stored = new TreeMap<>();
    Stream.Builder<BundleIndex.Node> names = Stream.builder();
    for (int i = 0; i < nodes.length; i++) {
      String json = EvidenceJson.write(nodes[i]);
      String digest = EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
      stored.put(digest, json);
      names.add(
          new BundleIndex.Node("node-" + i, "uid-" + i, "v1.34.4", digest, "2026-01-01T12:00:00Z"));
    }
    List<BundleIndex.Node> all = names.build().toList();
    return new EvidenceBundle(
        new BundleIndex(
            BundleIndex.KIND,
            BundleIndex.VERSION,
            new BundleIndex.Exporter("plumbline test", ""),
            new BundleIndex.Scan("cis", "uid"),
            new BundleIndex.Run("run-1", "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z", ""),
            new BundleIndex.Cluster("v1.34.4", List.of("kubernetes")),
            List.of("cis-2.0"),
            all.size(),
            all,
            List.of()),
        stored);
  }

  private static Plan plan(String version, Overlay overlay, Evidence... nodes) {
    Catalogue catalogue = Catalogue.load();
    Benchmark benchmark = catalogue.benchmark("cis-2.0").orElseThrow();
    List<Control> controls =
        Stream.of(PROFILING, MODE, AUTHORIZATION, KUBELET)
            .map(name -> catalogue.named(name).orElseThrow())
            .toList();
    return new Planner(
            List.of(
                new Selection.Chosen(benchmark, controls, "it is a test", BenchmarkFit.matches())),
            version,
            overlay)
        .of(bundle(nodes));
  }

  private static Optional<Plan.Change> change(Plan plan, String control) {
    return plan.changes().stream().filter(change -> change.control().equals(control)).findFirst();
  }

  private static Overlay over(Component component) {
    return Overlay.of(Map.of(component.place().file(), file(component)));
  }

  /** That it runs with the argument now says nothing of the next release. */
  @Test
  void aRunningKubeletThatTheNextReleaseRefusesIsARefusal() {
    Evidence node = node(kubelet("--containerd=/run/x.sock", "--anonymous-auth=false"));
    Plan plan = plan("v1.37.2", Overlay.none(), node, node);
    assertThat(plan.refusals()).hasSize(1);
    Plan.Refusal refusal = plan.refusals().get(0);
    assertThat(refusal.component()).isEqualTo("kubelet");
    assertThat(refusal.why()).contains("containerd");
    assertThat(refusal.since()).isEqualTo(Plan.Since.PLAN);
    assertThat(refusal.nodes()).containsExactly("node-0", "node-1");
    assertThat(plan.changes()).isEmpty();
    assertThat(plan("v1.36.3", Overlay.none(), node).refusals()).isEmpty();
  }

  @Test
  void etcdKeepsItsOwnRelease() {
    Component etcd =
        component(
            "etcd", Source.MANIFEST, "/m/etcd.yaml", "registry.k8s.io/etcd:3.5.35-0", "--GONE=x");
    assertThat(plan("v1.37.2", Overlay.none(), node(etcd)).refusals())
        .hasSize(1)
        .allMatch(refusal -> refusal.version().startsWith("3.5"));
  }

  @Test
  void whatRunsNowGivesWayToItsManifest() {
    Plan plan =
        plan(
            "v1.34.4",
            Overlay.none(),
            node(manifest("--profiling=false"), process("--profiling=true")));
    Plan.Change change = change(plan, PROFILING).orElseThrow();
    assertThat(change.before()).isEqualTo(Status.Fail);
    assertThat(change.after()).isEqualTo(Status.Pass);
    assertThat(change.message()).doesNotContain("process");
  }

  private static Evidence probed(Evidence node, int status) {
    return node.with(
        node.components(),
        node.problems(),
        List.of(
            new ProbeAnswers(
                Probe.Profiling,
                SourceLocation.line("https://10.0.0.1:6443/debug/pprof/", 1),
                List.of(
                    new ProbeAnswers.Answered(
                        "GET /debug/pprof/", new ProbeAnswers.Status(status))))));
  }

  /** What a component does now is not what it does after its next start. */
  @Test
  void whatWasProbedDoesNotCountAfterwards() {
    Plan plan = plan("v1.34.4", Overlay.none(), probed(node(manifest("--profiling=false")), 200));
    Plan.Change change = change(plan, PROFILING).orElseThrow();
    assertThat(change.before()).isEqualTo(Status.Fail);
    assertThat(change.after()).isEqualTo(Status.Pass);
    Plan nothingElse = plan("v1.34.4", Overlay.none(), probed(node(), 404));
    assertThat(change(nothingElse, PROFILING).orElseThrow().before()).isEqualTo(Status.Pass);
    assertThat(change(nothingElse, PROFILING).orElseThrow().after()).isEqualTo(Status.Error);
  }

  @Test
  void whatOnlyAnswersForItselfIsUnknownAfterwards() {
    Component live =
        component(
            "kube-apiserver",
            Source.LIVE,
            "https://10.0.0.1:6443/flagz",
            "",
            "--profiling=false",
            "--authorization-mode=[Node,RBAC]");
    Plan plan = plan("v1.37.2", Overlay.none(), node(live));
    assertThat(change(plan, PROFILING).orElseThrow().after()).isEqualTo(Status.Error);
  }

  @Test
  void aManifestOfTheRepositoryTakesThePlaceOfTheNodes() {
    HostFile mode = new HostFile(MANIFEST, HostFile.Kind.FILE, 0600, 0, 0, "root", "root");
    Evidence node = node(manifest("--profiling=false").withAttributes(Map.of(MANIFEST, mode)));
    Component changed =
        component(
            "kube-apiserver",
            Source.MANIFEST,
            "repo/kube-apiserver.yaml",
            "registry.k8s.io/kube-apiserver:v1.34.4",
            "--profiling=true");
    Plan plan = plan("", over(changed), node, node());
    Plan.Change change = change(plan, PROFILING).orElseThrow();
    assertThat(change.after()).isEqualTo(Status.Fail);
    assertThat(change.nodes()).containsExactly("node-0");
    assertThat(plan.files())
        .containsExactly(
            new Plan.Laid(
                "repo/kube-apiserver.yaml",
                "kube-apiserver",
                Layer.Kind.MANIFEST,
                List.of("node-0")));
    // The file of the node keeps its mode.
    assertThat(change(plan, MODE)).isEmpty();
  }

  @Test
  void filesThatBothNameAreTheNodesAndOthersAreUnknown() {
    String path = "/etc/kubernetes/authorization.yaml";
    ReferencedFile known =
        new ReferencedFile.Authorization(
            path,
            path,
            "apiserver.config.k8s.io/v1",
            List.of(
                new ReferencedFile.Authorizer(
                    "RBAC",
                    "rbac",
                    SourceLocation.line(path, 4),
                    ReferencedFile.Presence.ABSENT,
                    Map.of())),
            Excerpt.none());
    Component own = manifest("--authorization-config=" + path);
    Component file = component("kube-apiserver", Source.MANIFEST, "repo/a.yaml", own.image());
    Component same = file.with(own.arguments(), List.of(new ReferencedFile.OnNode(path)));
    Evidence node = node(own.with(own.arguments(), List.of(known)));
    assertThat(change(plan("", over(same), node), AUTHORIZATION)).isEmpty();

    Argument moved = Argument.known("--authorization-config=/b", SourceLocation.line("repo", 1));
    Component other = file.with(List.of(moved), List.of(new ReferencedFile.OnNode("/b")));
    assertThat(change(plan("", over(other), node), AUTHORIZATION).orElseThrow().after())
        .isEqualTo(Status.Error);
  }

  @Test
  void whatCouldNotBeReadOfAFileIsAnError() {
    Component file =
        component(
            "kube-apiserver",
            Source.MANIFEST,
            "repo/a.yaml",
            "registry.k8s.io/kube-apiserver:v1.34.4",
            "--profiling=false");
    Problem problem =
        new Problem("kube-apiserver", SourceLocation.line("repo/a.yaml", 3), "is a template");
    Overlay overlay =
        Overlay.of(Map.of("repo/a.yaml", evidence(Scope.repository(), List.of(problem), file)));
    Plan plan = plan("", overlay, node(manifest("--profiling=false")));
    assertThat(change(plan, PROFILING).orElseThrow().after()).isEqualTo(Status.Error);
    assertThat(plan.notLaid())
        .containsExactly(new Overlay.NotLaid("repo/a.yaml", "repo/a.yaml line 3 is a template."));
  }

  @Test
  void nothingOfANodeIsObeyedByATerminal() {
    Component hostile =
        component(
            "kube-apiserver", Source.MANIFEST, "/m\u001b[2J\n.yaml", "", "--x\u001b[2J\u202e=1");
    String text = PlanText.of(plan("v1.37.2", Overlay.none(), node(hostile)));
    assertThat(text).contains("REFUSES TO START").doesNotContain("\u001b", "\u202e");
  }

  private static ReferencedFile.Document settings(String path, String... settings) {
    return new ReferencedFile.Document(
        path,
        path,
        "kubelet.config.k8s.io/v1beta1",
        "KubeletConfiguration",
        Arrays.stream(settings)
            .map(setting -> setting.split("=", 2))
            .map(
                parts ->
                    new Setting(
                        parts[0], parts[1], Setting.Kind.BOOLEAN, SourceLocation.line(path, 3)))
            .toList(),
        Excerpt.none());
  }

  private static Component kubeletOf(
      Source source, String place, String flag, ReferencedFile... files) {
    Component kubelet = component("kubelet", source, place, "", flag);
    return kubelet.with(
        kubelet.arguments().stream()
            .map(argument -> Argument.known(argument.value(), SourceLocation.line(place, 1)))
            .toList(),
        List.of(files));
  }

  /** The kubelet merges the files of the directory in the order of their names. */
  @Test
  void aDropInTakesItsPlaceAmongTheOthers() {
    Evidence node =
        node(
            kubelet("--config=/k.yaml", "--config-dir=/k.d")
                .with(
                    kubelet("--config=/k.yaml", "--config-dir=/k.d").arguments(),
                    List.of(
                        settings("/k.yaml", "authentication.anonymous.enabled=false"),
                        new ReferencedFile.Directory("/k.d", "/k.d", List.of()))));
    Evidence overruled =
        node(
            kubelet("--config=/k.yaml", "--config-dir=/k.d")
                .with(
                    kubelet("--config=/k.yaml", "--config-dir=/k.d").arguments(),
                    List.of(
                        settings("/k.yaml"),
                        new ReferencedFile.Directory(
                            "/k.d",
                            "/k.d",
                            List.of(
                                settings(
                                    "/k.d/50-a.conf",
                                    "authentication.anonymous.enabled=false"))))));
    Overlay dropIn =
        over(
            kubeletOf(
                Source.CONFIGURATION,
                "conf/20-open.conf",
                "--config=conf/20-open.conf",
                settings("conf/20-open.conf", "authentication.anonymous.enabled=true")));

    Plan plan = plan("", dropIn, node, overruled);

    assertThat(plan.files()).extracting(Plan.Laid::as).containsExactly(Layer.Kind.DROP_IN);
    assertThat(change(plan, KUBELET))
        .hasValueSatisfying(
            change -> {
              assertThat(change.after()).isEqualTo(Status.Fail);
              assertThat(change.nodes()).containsExactly("node-0");
            });
  }

  @Test
  void aDropInNeedsADirectory() {
    Evidence node =
        node(
            kubelet("--config=/k.yaml")
                .with(kubelet("--config=/k.yaml").arguments(), List.of(settings("/k.yaml"))));
    Plan plan =
        plan(
            "",
            over(
                kubeletOf(
                    Source.CONFIGURATION,
                    "20-open.conf",
                    "--config=20-open.conf",
                    settings("20-open.conf", "authentication.anonymous.enabled=true"))),
            node);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.notLaid())
        .singleElement()
        .satisfies(
            not -> assertThat(not.why()).contains("a kubelet that reads a directory of drop-ins"));
  }

  private static Component configuration(String... arguments) {
    return component("kube-apiserver", Source.CONFIGURATION, "kubeadm.yaml", "", arguments);
  }

  /** A list appends what is given again: both values would be in force. */
  @Test
  void argumentsTakeThePlaceOfEveryUseOfTheirFlags() {
    Plan plan =
        plan(
            "",
            over(configuration("--authorization-mode=RBAC")),
            node(
                manifest(
                    "--authorization-mode=AlwaysAllow",
                    "--authorization_mode",
                    "Node",
                    "--profiling=false")));

    assertThat(plan.changes())
        .extracting(Plan.Change::control, Plan.Change::after)
        .containsExactly(tuple(AUTHORIZATION, Status.Pass));
  }

  @Test
  void anInstallersVersionIsTheRelease() {
    Component gone =
        component(
            "kube-apiserver", Source.CONFIGURATION, "kubeadm.yaml", "v1.37.2", "--profiling=false");

    assertThat(plan("", over(gone), node(manifest("--cloud-provider=external"))).refusals())
        .extracting(Plan.Refusal::version)
        .containsExactly("v1.37.2");
  }
}
