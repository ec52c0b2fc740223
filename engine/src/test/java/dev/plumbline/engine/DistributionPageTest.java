package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.HostPath;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of docs that is generated from the distributions and their nodes. */
class DistributionPageTest {

  private static final Path PAGE = HostRoots.project().resolve("docs/reference/distributions.md");

  private static final Catalogue CATALOGUE = Catalogue.load();

  /** {@code -Dtest=DistributionPageTest -Dplumbline.write=true} writes it anew. */
  @Test
  void theCommittedPageIsWhatTheDistributionsSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("plumbline.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from collector/src/main/resources/distributions by DistributionPageTest. -->
            # Distributions

            How Plumbline recognises each distribution and operating system, what a node's pod mounts
            there, and where its users fix a finding. A node without any of these marks is taken for
            Kubernetes itself. If two distributions claim a node with marks of the same kind, the
            condition `BenchmarkMatches` names both, and `spec.benchmarks` decides.

            | distribution | recognised by | control plane | the node's pod mounts | fix at |
            | --- | --- | --- | --- | --- |
            """);
    Distributions.all().forEach(distribution -> page.append(row(distribution)));
    page.append(
        """

        ## Benchmarks

        | distribution | benchmarks, oldest first, with the Kubernetes releases they are chosen for |
        | --- | --- |
        """);
    for (Distribution distribution : Distributions.all()) {
      String benchmarks =
          CATALOGUE.benchmarks().stream()
              .filter(benchmark -> benchmark.distribution().equals(distribution.name()))
              .map(DistributionPageTest::describe)
              .collect(Collectors.joining(", "));
      if (!benchmarks.isEmpty()) {
        page.append("| ").append(distribution.title()).append(" | ").append(benchmarks);
        page.append(" |\n");
      }
    }
    page.append(
        """

        ## Nodes that the tests evaluate

        Made from the public facts that `node.yaml` of each names, in
        `engine/src/test/resources/distributions`. The numbers count the findings of the node's own
        files, processes and components; those about objects of the cluster come from the API.

        | node | benchmark | Pass | Fail | Manual | NotApplicable | Error |
        | --- | --- | --- | --- | --- | --- | --- |
        """);
    for (NodeFixture node : NodeFixture.all()) {
      page.append(row(node));
    }
    return page.toString();
  }

  private static String row(Distribution distribution) {
    Recognition by = distribution.recognition();
    String marks =
        Stream.of(by.versionMarks(), by.nodeLabels(), by.osImages(), by.files())
            .flatMap(List::stream)
            .map(mark -> "`" + mark + "`")
            .collect(Collectors.joining(", "));
    String controlPlane =
        distribution.kind() == Distribution.Kind.OPERATING_SYSTEM
            ? "(operating system)"
            : distribution.hasManagedControlPlane() ? "elsewhere" : "on nodes";
    return cells(
        distribution.title(),
        marks,
        controlPlane,
        paths(distribution.pod().hostPaths())
            + (distribution.pod().controlPlaneHostPaths().isEmpty()
                ? ""
                : "; on nodes of the control plane "
                    + paths(distribution.pod().controlPlaneHostPaths()))
            + (distribution.pod().kubeletCertificates().isEmpty()
                ? ""
                : "; where kubelets are sent a token "
                    + paths(distribution.pod().kubeletCertificates())),
        distribution.fix().at());
  }

  private static String row(NodeFixture node) throws IOException {
    List<Status> statuses = List.copyOf(node.expected().values());
    Stream<String> counts =
        Stream.of(Status.Pass, Status.Fail, Status.Manual, Status.NotApplicable, Status.Error)
            .map(status -> statuses.stream().filter(status::equals).count() + "");
    return cells(
        Stream.concat(Stream.of(node.name(), "`" + node.description().benchmark() + "`"), counts)
            .toArray(String[]::new));
  }

  private static String describe(Benchmark benchmark) {
    return "`"
        + benchmark.name()
        + "`"
        + (benchmark.kubernetes().isEmpty()
            ? ""
            : " (" + String.join(", ", benchmark.kubernetes()) + ")");
  }

  private static String paths(List<HostPath> paths) {
    return paths.stream()
        .map(
            path ->
                "`" + path.path() + "`" + (path.type() == HostPath.Type.FILE ? " (a file)" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String cells(String... cells) {
    return Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
