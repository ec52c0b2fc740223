package dev.plumbline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionsTest {

  @Test
  void everyFileIsInTheListAndHasItsName() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/distributions"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(
              Distributions.all().stream().map(Distribution::name).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1.33.1+k3s1, k3s",
    "v1.33.1+RKE2r1, rke2",
    "v1.33.1-eks-5d4a308, eks",
    "v1.18.8-aliyun.1, ack",
    "v1.28.4+vmware.1, kubernetes",
    "v1.33.1-gke.1200, gke",
    "v1.33.1, kubernetes",
    "'', kubernetes"
  })
  void aVersionMarksItsDistribution(String version, String distribution) {
    assertThat(Distributions.ofVersion(version).name()).isEqualTo(distribution);
  }

  @Test
  void whatIsStrongerOutweighsTheOther() {
    assertThat(
            Distributions.recognize(
                new Recognition.Node(
                    "v1.33.1+k3s1",
                    Map.of("cloud.google.com/gke-nodepool", "a"),
                    "",
                    Set.of("/etc/rancher/rke2"))))
        .isInstanceOfSatisfying(
            Recognized.As.class,
            one -> {
              assertThat(one.distribution().name()).isEqualTo("k3s");
              assertThat(one.basis()).isEqualTo("the version v1.33.1+k3s1");
            });
  }

  @Test
  void filesOfTwoDistributionsLeaveItOpen() {
    Recognized recognized =
        Distributions.recognize(
            new Recognition.Node(
                "v1.33.1", Map.of(), "", Set.of("/etc/rancher/rke2", "/var/lib/rancher/k3s")));
    assertThat(recognized)
        .isInstanceOfSatisfying(
            Recognized.Ambiguous.class,
            several ->
                assertThat(several.basis())
                    .isEqualTo("k3s by /var/lib/rancher/k3s, RKE2 by /etc/rancher/rke2"));
    assertThat(recognized.distributions()).extracting(Distribution::name).hasSize(2);
  }

  @Test
  void everyDistributionSaysWhatItsPodNeeds() {
    assertThat(Distributions.all())
        .filteredOn(distribution -> distribution.kind() == Distribution.Kind.KUBERNETES)
        .allSatisfy(d -> assertThat(d.pod().hostPaths()).as(d.name()).isNotEmpty());
    // Through a read-only mount of / a pod reaches the container runtime's socket.
    assertThat(Distributions.all())
        .flatMap(
            d ->
                Stream.concat(
                        d.pod().hostPaths().stream(), d.pod().controlPlaneHostPaths().stream())
                    .map(HostPath::path)
                    .toList())
        .allMatch(path -> path.matches("/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*"))
        .doesNotContain("/run", "/var", "/var/run", "/var/lib/kubelet", "/var/lib/kubelet/pods");
    // RKE1's kubelet finds nothing narrower.
    assertThat(Distributions.all())
        .filteredOn(d -> d.pod().hostPaths().contains(HostPath.directory("/var/lib")))
        .extracting(Distribution::name)
        .containsExactly("rke");
  }

  @Test
  void aNodeNeedsWhatItsDistributionAndItsOperatingSystemNeed() {
    assertThat(Distributions.applying(Recognition.Node.ofVersion("v1.33.1")))
        .extracting(Distribution::name)
        .isEqualTo(List.of("kubernetes"));
    assertThat(Distributions.applying(Recognition.Node.ofVersion("v1.33.1+rke2r1")))
        .extracting(Distribution::name)
        .isEqualTo(List.of("rke2"));
  }

  @Test
  void whatOnlyAnotherDistributionHasIsNotOfANodeThatIsRecognised() {
    String rke2 = "/var/lib/rancher/rke2/server/tls";
    Recognized k3s =
        Distributions.recognize(
            new Recognition.Node("", Map.of(), "", Set.of("/var/lib/rancher/k3s")));
    assertThat(Distributions.isOfAnother(rke2, k3s)).isTrue();
    assertThat(Distributions.isOfAnother("/var/lib/rancher/k3s/server/tls", k3s)).isFalse();
    assertThat(Distributions.isOfAnother("/etc/kubernetes/pki", k3s)).isFalse();
    assertThat(Distributions.isOfAnother("/opt/x", k3s)).isFalse();
    assertThat(Distributions.isOfAnother(rke2, new Recognized.None())).isFalse();
  }

  @Test
  void nothingIsBelowADistributionsDirectoriesWithoutWhatEachOfItsNodesHas() {
    String tls = "/var/lib/rancher/k3s/server/tls";
    assertThat(Distributions.isOfAnAbsentDistribution(tls, "/etc/rancher"::equals)).isTrue();
    assertThat(Distributions.isOfAnAbsentDistribution(tls, path -> false)).isFalse();
    assertThat(Distributions.isOfAnAbsentDistribution("/etc/kubernetes/pki", path -> true))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "k3s, server --debug, 6",
    "k3s, --debug agent --node-name server-1, 2",
    "k3s, kubectl get nodes, 0",
    "kubelite, --scheduler-args-file=x, 5"
  })
  void aProgramRunsTheComponentsOfItsSubcommand(String name, String arguments, int components) {
    Program program = Distributions.program(name).orElseThrow();
    assertThat(program.components(List.of(arguments.split(" ")))).hasSize(components);
  }

  @ParameterizedTest
  @CsvSource({
    // RKE2's kubelet is given its kubeconfig, below the data directory.
    "kubelet, kubelet --kubeconfig=/data/rke2/agent/kubelet.kubeconfig, /var/lib/rancher/rke2=/data/rke2",
    "kubelet, kubelet --kubeconfig /data/agent/kubelet.kubeconfig, /var/lib/rancher/rke2=/data",
    "kubelet, kubelet --kubeconfig=/var/lib/rancher/rke2/agent/kubelet.kubeconfig, ''",
    "kubelet, kubelet --kubeconfig=agent/kubelet.kubeconfig, ''",
    "kubelet, kubelet --kubeconfig=/agent/kubelet.kubeconfig, ''",
    "kubelet, kubelet --kubeconfig=/a/../b/agent/kubelet.kubeconfig, ''",
    "kube-proxy, kube-proxy --kubeconfig=/data/rke2/agent/kubelet.kubeconfig, ''",
    // k0s starts its components from the data directory, as others do from /usr.
    "kubelet, /k0s/bin/kubelet --kubeconfig=/k0s/kubelet.conf, /var/lib/k0s=/k0s",
    "kubelet, /usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf, ''",
    "kubelet, /var/lib/k0s/bin/kubelet --kubeconfig=/var/lib/k0s/kubelet.conf, ''",
    "etcd, /k0s/bin/etcd --trusted-ca-file=/k0s/pki/etcd/ca.crt, /var/lib/k0s=/k0s",
    "kube-apiserver, /usr/local/bin/kube-apiserver --client-ca-file=/etc/kubernetes/pki/ca.crt, ''",
  })
  void aDataDirectoryIsWhereAComponentWasStartedWithIt(
      String component, String words, String expected) {
    Map<String, String> places = new HashMap<>();
    if (!expected.isEmpty()) {
      places.put(expected.split("=", 2)[0], expected.split("=", 2)[1]);
    }
    assertThat(Distributions.moved(component, List.of(words.split(" ", -1))).places())
        .isEqualTo(places);
  }
}
