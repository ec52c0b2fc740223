package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A control-plane node as the real kubeadm of each release writes it ({@code
 * cluster/releases/nodes} makes the files): no control is an Error because of a flag or a default
 * of the release.
 */
class StockKubeadmTest {

  private static final Path NODES =
      HostRoots.project().resolve("engine/src/test/resources/kubeadm");

  private static final Catalogue CATALOGUE = Catalogue.load();

  /** As kubeadm's package starts it. */
  private static final List<String> KUBELET =
      List.of(
          "/usr/bin/kubelet",
          "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
          "--kubeconfig=/etc/kubernetes/kubelet.conf",
          "--config=/var/lib/kubelet/config.yaml");

  @TempDir private Path temp;

  static Stream<String> releases() throws IOException {
    try (Stream<Path> nodes = Files.list(NODES)) {
      return nodes.map(node -> node.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void noControlIsAnErrorBecauseOfTheRelease(String version) throws IOException {
    HostRoot host = node(version);
    BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, version, "");
    List<Control> controls =
        CATALOGUE.controls().stream()
            .filter(control -> choice.benchmark().number(control.name()).isPresent())
            .toList();
    Map<Control, Finding> findings =
        new Engine(controls)
            .evaluate(
                new Collector(Duration.ofSeconds(20)).collectHost(host.root()),
                ReleaseHints.ofNode(version));

    assertThat(findings.values()).filteredOn(f -> f.status() == Status.Pass).hasSizeGreaterThan(30);
    assertThat(findings.entrySet())
        .filteredOn(entry -> entry.getValue().status() == Status.Error)
        .extracting(entry -> entry.getKey().name() + ": " + entry.getValue().message())
        .isEmpty();
  }

  private HostRoot node(String version) throws IOException {
    HostRoot host = HostRoot.in(temp.resolve(version));
    Path from = NODES.resolve(version);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = "/" + from.relativize(file);
        host.file(path, Files.readString(file));
        // Before any process has started.
        Files.setLastModifiedTime(
            host.root().resolve(path.substring(1)), FileTime.from(Instant.EPOCH));
      }
    }
    for (String directory : List.of("etc/systemd/system", "usr/lib", "var/lib/etcd", "proc")) {
      Files.createDirectories(host.root().resolve(directory));
    }
    List<String> argv = new ArrayList<>(KUBELET);
    String flags = Files.readString(from.resolve("var/lib/kubelet/kubeadm-flags.env"));
    argv.addAll(
        Arrays.asList(
            flags.strip().replaceAll("^KUBELET_KUBEADM_ARGS=\"|\"$", "").strip().split(" ", -1)));
    argv.removeIf(String::isEmpty);
    return host.process(100, "0", "0::/system.slice/kubelet.service", argv.toArray(String[]::new));
  }
}
