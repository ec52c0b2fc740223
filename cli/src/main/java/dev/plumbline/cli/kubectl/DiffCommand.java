package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.report.History;
import dev.plumbline.report.format.Table;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what changed between two evaluations of a report's history. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {"Prints what regressed and what improved between two evaluations.", ""},
    footer = {
      "",
      "Exit status: 0 nothing regressed, 1 a control regressed, 2 there is nothing to compare",
      "",
      "Examples:",
      "  kubectl plumbline diff cis                the last evaluation and the one before",
      "  kubectl plumbline diff cis --list         all evaluations",
      "  kubectl plumbline diff cis --from 3 --to 0"
    })
public final class DiffCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Nullable
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The scan's name, or the report's.")
  private String name;

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "The benchmark, where the scan has a report on each of several.")
  private String benchmark;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The older evaluation, counted back from 0, the newest. Default: ${DEFAULT-VALUE}")
  private int from;

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "0",
      description = "The newer evaluation. Default: ${DEFAULT-VALUE}")
  private int to;

  @Option(names = "--list", description = "List the evaluations instead.")
  private boolean list;

  @Override
  public Integer call() {
    return cluster.with(this::diff);
  }

  private int diff(KubernetesClient client) {
    ComplianceReport report = ClusterOptions.reportNamed(client, name, benchmark);
    List<HistoryEntry> history = report.getStatus().history();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      out.print(listed(history));
      out.flush();
      return 0;
    }
    if (to < 0 || from <= to || from >= history.size()) {
      throw new IllegalArgumentException(
          "The history has "
              + history.size()
              + " evaluations, 0 to "
              + (history.size() - 1)
              + ". --from must be older than --to.");
    }
    List<Change> changes = between(history.subList(to, from));
    out.print(rendered(changes));
    out.flush();
    return changes.stream().anyMatch(change -> change.trend() == Trend.Regressed) ? 1 : 0;
  }

  private static String listed(List<HistoryEntry> history) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "N",
            "TIME",
            "RUN",
            "BENCHMARK",
            "COMPLIANT",
            "FAIL",
            "ERROR",
            "NODES MISSING",
            "CHANGES"));
    for (int i = 0; i < history.size(); i++) {
      HistoryEntry entry = history.get(i);
      rows.add(
          List.of(
              Integer.toString(i),
              entry.time(),
              entry.run(),
              Objects.toString(entry.benchmark(), ""),
              entry.compliant(),
              Optional.ofNullable(entry.summary()).map(s -> "" + s.fail()).orElse(""),
              Optional.ofNullable(entry.summary()).map(s -> "" + s.error()).orElse(""),
              Optional.ofNullable(entry.nodesNotEvaluated()).map(n -> "" + n).orElse("0"),
              Integer.toString(entry.changes().size())));
    }
    return Table.render(rows);
  }

  /** Newest first: a control's change over several is from the oldest to the newest. */
  static List<Change> between(List<HistoryEntry> entries) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (HistoryEntry entry : entries) {
      for (Change older : entry.changes()) {
        Change newer = changes.getOrDefault(older.name(), older);
        Optional<Status> from = Optional.ofNullable(older.from());
        Optional<Status> to = Optional.ofNullable(newer.to());
        changes.put(
            older.name(),
            new Change(
                newer.id(),
                older.name(),
                from.orElse(null),
                to.orElse(null),
                // One change has the trend that the report gives it, which knows of missing nodes.
                newer.equals(older) ? older.trend() : History.trend(from, to)));
      }
    }
    return changes.values().stream()
        .filter(change -> change.from() != change.to())
        .sorted(Comparator.comparing(Change::trend))
        .toList();
  }

  private static String rendered(List<Change> changes) {
    if (changes.isEmpty()) {
      return "Nothing changed.\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TREND", "ID", "CONTROL", "FROM", "TO"));
    for (Change change : changes) {
      rows.add(
          List.of(
              change.trend().name(),
              change.id(),
              change.name(),
              Objects.toString(change.from(), "-"),
              Objects.toString(change.to(), "-")));
    }
    return Table.render(rows);
  }
}
