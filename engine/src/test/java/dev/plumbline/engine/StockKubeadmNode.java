package dev.plumbline.engine;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
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

/**
 * A control-plane node as the real kubeadm of a release writes it: {@code cluster/releases/nodes}
 * makes the files.
 *
 * @param version e.g. {@code v1.36.3}
 * @param benchmark the one that is chosen for the release
 */
record StockKubeadmNode(String version, Benchmark benchmark, Map<Control, Finding> findings) {

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

  /** Oldest first. */
  static List<String> versions() throws IOException {
    try (Stream<Path> nodes = Files.list(NODES)) {
      return nodes.map(node -> node.getFileName().toString()).sorted().toList();
    }
  }

  /** Evaluates the node of a release by the release's benchmark, in a directory of its own. */
  static StockKubeadmNode evaluate(String version, Path directory) throws IOException {
    Benchmark benchmark = BenchmarkChoice.of(CATALOGUE, version, "").benchmark();
    List<Control> controls =
        CATALOGUE.controls().stream()
            .filter(control -> benchmark.number(control.name()).isPresent())
            .toList();
    HostRoot host = node(version, directory);
    return new StockKubeadmNode(
        version,
        benchmark,
        new Engine(controls)
            .evaluate(
                new Collector(Duration.ofSeconds(20)).collectHost(host.root()),
                ReleaseHints.ofNode(version)));
  }

  private static HostRoot node(String version, Path root) throws IOException {
    HostRoot host = HostRoot.in(root);
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
