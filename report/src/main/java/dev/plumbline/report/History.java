package dev.plumbline.report;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.Change;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.Trend;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What changed from one evaluation to the next. */
public final class History {

  private History() {}

  /**
   * The report with its history: this evaluation, when it is of another run or has another result,
   * before the entries of the previous report.
   *
   * @param limit how many entries to keep
   */
  public static ComplianceReportStatus continued(
      ComplianceReportStatus report, Optional<ComplianceReportStatus> before, int limit) {
    List<ControlResult> old = before.map(ComplianceReportStatus::controls).orElse(List.of());
    List<Change> changes = old.isEmpty() ? List.of() : changes(old, report.controls());
    if (areMissingMore(before, report)) {
      changes = changes.stream().map(History::withoutImprovement).toList();
    }
    List<HistoryEntry> entries =
        new ArrayList<>(before.map(ComplianceReportStatus::history).orElse(List.of()));
    HistoryEntry entry = entry(report, changes);
    if (entries.isEmpty() || !changes.isEmpty() || !isSameResult(entries.get(0), entry)) {
      entries.add(0, entry);
    }
    return report.withHistory(entries.subList(0, Math.min(limit, entries.size())));
  }

  private static HistoryEntry entry(ComplianceReportStatus report, List<Change> changes) {
    int notEvaluated = nodes(report).notEvaluated();
    return new HistoryEntry(
        Optional.ofNullable(report.run()).orElse(""),
        Optional.ofNullable(report.lastEvaluationTime()).orElse(""),
        report.benchmark(),
        report.compliant(),
        report.summary(),
        changes,
        notEvaluated == 0 ? null : notEvaluated);
  }

  private static boolean isSameResult(HistoryEntry old, HistoryEntry entry) {
    return old.run().equals(entry.run())
        && old.compliant().equals(entry.compliant())
        && Objects.equals(old.nodesNotEvaluated(), entry.nodesNotEvaluated());
  }

  private static boolean areMissingMore(
      Optional<ComplianceReportStatus> before, ComplianceReportStatus report) {
    return before
        .filter(old -> old.nodes() != null)
        .filter(old -> NodesEvaluated.areMissingMore(nodes(old), nodes(report)))
        .isPresent();
  }

  private static Nodes nodes(ComplianceReportStatus report) {
    return Objects.requireNonNullElse(report.nodes(), Nodes.allEvaluated(0));
  }

  /** What was wrong may be so still, on a node that was evaluated then and is not now. */
  private static Change withoutImprovement(Change change) {
    return change.trend() == Trend.Improved
        ? new Change(change.id(), change.name(), change.from(), change.to(), Trend.Other)
        : change;
  }

  /** How one list of controls differs from another, in the order of the newer. */
  public static List<Change> changes(
      Collection<ControlResult> before, Collection<ControlResult> after) {
    Map<String, ControlResult> old = byName(before);
    Map<String, ControlResult> fresh = byName(after);
    Set<String> names = new LinkedHashSet<>(fresh.keySet());
    names.addAll(old.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      Optional<Status> from = Optional.ofNullable(old.get(name)).map(ControlResult::status);
      Optional<Status> to = Optional.ofNullable(fresh.get(name)).map(ControlResult::status);
      if (!from.equals(to)) {
        ControlResult named = fresh.getOrDefault(name, old.get(name));
        changes.add(
            new Change(
                named == null ? "" : named.id(),
                name,
                from.orElse(null),
                to.orElse(null),
                trend(from, to)));
      }
    }
    return changes;
  }

  private static Map<String, ControlResult> byName(Collection<ControlResult> controls) {
    Map<String, ControlResult> byName = new LinkedHashMap<>();
    controls.forEach(control -> byName.put(control.name(), control));
    return byName;
  }

  /** Fail and Error are worse than the others; the way back is an improvement. */
  public static Trend trend(Optional<Status> from, Optional<Status> to) {
    if (from.isEmpty() || to.isEmpty()) {
      return Trend.Other;
    }
    int change = Integer.compare(rank(to.get()), rank(from.get()));
    return change > 0 ? Trend.Regressed : change < 0 ? Trend.Improved : Trend.Other;
  }

  private static int rank(Status status) {
    return switch (status) {
      case Pass, NotApplicable -> 0;
      case Manual, Waived -> 1;
      case Error -> 2;
      case Fail -> 3;
    };
  }
}
