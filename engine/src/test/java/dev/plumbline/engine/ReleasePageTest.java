package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.FlagTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of docs that is generated from the tables of releases and their stock nodes. */
class ReleasePageTest {

  private static final Path PAGE = HostRoots.project().resolve("docs/reference/releases.md");

  private static final Path TRUTH = HostRoots.project().resolve("truth");

  @TempDir private Path temp;

  /** {@code -Dtest=ReleasePageTest -Dplumbline.write=true} writes it anew. */
  @Test
  void theCommittedPageIsWhatTheReleasesHave() throws IOException {
    String page = page();
    if (Boolean.getBoolean("plumbline.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            <!-- Generated from the tables of releases by ReleasePageTest. -->
            # Releases of Kubernetes

            Flags, defaults, feature gates and admission plugins of these releases are known, as dumped
            from the releases' own code; a patch release counts as its minor. Of an older or newer
            release only what is set explicitly is known, or what all of these agree on.

            The numbers count the findings on a control-plane node exactly as the kubeadm of the release
            writes it, whose API server, controller manager, scheduler and etcd are not started:
            `engine/src/test/resources/kubeadm`. A release without numbers has no such node yet. The last
            column is how many argument lists were tried on the real API server of the release and agree
            with Plumbline's verdict: `truth/`.

            | release | table of | benchmark | Pass | Fail | Manual | NotApplicable | Error | tried |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (FlagTable table : FlagTable.all(KubeApiserver.NAME)) {
      page.append(row(table));
    }
    page.append("\nOf etcd: ");
    page.append(
        FlagTable.all("etcd").stream().map(FlagTable::version).collect(Collectors.joining(", ")));
    return page.append(".\n").toString();
  }

  private String row(FlagTable table) throws IOException {
    String version = table.version();
    List<String> node =
        StockKubeadmNode.versions().contains(version)
            ? cells(StockKubeadmNode.evaluate(version, temp.resolve(version)))
            : List.of("", "", "", "", "", "");
    return Stream.of(List.of(table.minor(), version), node, List.of(tried(version)))
        .flatMap(List::stream)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static List<String> cells(StockKubeadmNode node) {
    List<String> cells = new ArrayList<>(List.of("`" + node.benchmark().name() + "`"));
    for (Status status :
        List.of(Status.Pass, Status.Fail, Status.Manual, Status.NotApplicable, Status.Error)) {
      cells.add(node.findings().values().stream().filter(f -> f.status() == status).count() + "");
    }
    return cells;
  }

  private static String tried(String version) throws IOException {
    Path table = TRUTH.resolve(KubeApiserver.NAME + "-" + version + ".json");
    return Files.exists(table)
        ? new ObjectMapper().readTree(table.toFile()).path("rows").size() + ""
        : "";
  }
}
