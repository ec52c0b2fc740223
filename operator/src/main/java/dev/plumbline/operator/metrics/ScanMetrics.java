package dev.plumbline.operator.metrics;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.NotEvaluated;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures of scans. Their labels are bounded by the scans and the controls of their benchmarks: no
 * node's name is among them.
 */
public final class ScanMetrics {

  private final MeterRegistry registry;
  private final MultiGauge status;
  private final MultiGauge controls;
  private final MultiGauge compared;
  private final MultiGauge compliant;
  private final MultiGauge score;
  private final MultiGauge scanned;
  private final MultiGauge duration;
  private final MultiGauge nodes;
  private final MultiGauge notEvaluated;
  private final Map<String, Latest> latest = new TreeMap<>();
  private Supplier<Set<String>> scans = latest::keySet;

  public ScanMetrics(MeterRegistry registry) {
    this.registry = registry;
    status = gauge("plumbline.control.status", "1 for the status of a control");
    controls = gauge("plumbline.controls", "controls by status and severity");
    compared =
        gauge(
            "plumbline.live.comparisons",
            "nodes where what a component says and does agrees with its configuration, or differs");
    compliant = gauge("plumbline.compliant", "1 when Compliant is True, 0 when False, -1 Unknown");
    score = gauge("plumbline.score", "per cent of the controls with a verdict that pass");
    scanned =
        gauge("plumbline.last.scan.timestamp.seconds", "when the last scan ended, in Unix time");
    duration = gauge("plumbline.last.scan.duration.seconds", "how long the last scan took");
    nodes = gauge("plumbline.nodes", "nodes of the last scan that were evaluated, or were not");
    notEvaluated =
        gauge("plumbline.nodes.not.evaluated", "nodes that were not evaluated, by the reason");
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /**
   * A run was evaluated.
   *
   * @param reports one for each benchmark
   */
  public synchronized void evaluated(String scan, List<ComplianceReportStatus> reports, Run run) {
    latest.put(scan, new Latest(reports, Optional.of(run)));
    publish();
  }

  /** After a restart, takes the figures of a scan from its reports. */
  public synchronized void restored(ComplianceScan scan, Supplier<List<ComplianceReport>> found) {
    String name = scan.getMetadata().getName();
    if (latest.containsKey(name)) {
      return;
    }
    List<ComplianceReportStatus> reports =
        found.get().stream()
            .flatMap(report -> Optional.ofNullable(report.getStatus()).stream())
            .toList();
    if (!reports.isEmpty()) {
      latest.put(
          name,
          new Latest(
              reports,
              Optional.ofNullable(scan.getStatus()).flatMap(s -> Optional.ofNullable(s.run()))));
      publish();
    }
  }

  /** Where the names of the existing scans come from. */
  public synchronized void scanNames(Supplier<Set<String>> names) {
    scans = names;
  }

  /** Removes the figures of deleted scans. */
  public synchronized void refresh() {
    if (latest.keySet().retainAll(scans.get())) {
      publish();
    }
  }

  /** A node could not be read. */
  public void nodeNotRead(String scan) {
    registry.counter("plumbline.node.job.failures", "scan", scan).increment();
  }

  private void publish() {
    List<Row<?>> statuses = new ArrayList<>();
    List<Row<?>> counts = new ArrayList<>();
    List<Row<?>> comparisons = new ArrayList<>();
    eachReport(
        (tags, report) -> {
          for (ControlResult control : report.controls()) {
            statuses.add(row(tags, control));
            comparisons.addAll(LiveComparisons.rows(tags, control));
          }
          for (Status each : Status.values()) {
            for (Severity severity : Severity.values()) {
              counts.add(count(tags, each, severity, report));
            }
          }
        });
    status.register(statuses, true);
    controls.register(counts, true);
    compared.register(comparisons, true);
    compliant.register(byReport(report -> Optional.of(compliance(report))), true);
    score.register(
        byReport(report -> Optional.ofNullable(report.summary()).map(s -> number(s.score()))),
        true);
    scanned.register(
        each(
            last ->
                Optional.ofNullable(last.any().lastScanTime())
                    .map(time -> (double) Instant.parse(time).getEpochSecond())),
        true);
    duration.register(each(Latest::seconds), true);
    nodes.register(nodeRows(), true);
    notEvaluated.register(notEvaluatedRows(), true);
  }

  private void eachReport(BiConsumer<Tags, ComplianceReportStatus> action) {
    latest.forEach(
        (scan, last) ->
            last.reports()
                .forEach(
                    report ->
                        action.accept(
                            Tags.of(
                                "scan",
                                scan,
                                "benchmark",
                                Objects.toString(report.benchmark(), "")),
                            report)));
  }

  private static double number(@Nullable Integer value) {
    return value == null ? Double.NaN : value;
  }

  private static Row<?> row(Tags tags, ControlResult control) {
    return Row.of(
        tags.and(
            "control", control.name(),
            "severity", control.severity().name(),
            "status", control.status().name()),
        1);
  }

  private static Row<?> count(
      Tags tags, Status status, Severity severity, ComplianceReportStatus report) {
    long count =
        report.controls().stream()
            .filter(c -> c.status() == status && c.severity() == severity)
            .count();
    return Row.of(tags.and("status", status.name(), "severity", severity.name()), count);
  }

  private static double compliance(ComplianceReportStatus report) {
    return switch (report.compliant()) {
      case "True" -> 1;
      case "False" -> 0;
      default -> -1;
    };
  }

  private List<Row<?>> byReport(Function<ComplianceReportStatus, Optional<Double>> value) {
    List<Row<?>> rows = new ArrayList<>();
    eachReport(
        (tags, report) -> value.apply(report).ifPresent(found -> rows.add(Row.of(tags, found))));
    return rows;
  }

  private List<Row<?>> each(Function<Latest, Optional<Double>> value) {
    List<Row<?>> rows = new ArrayList<>();
    latest.forEach(
        (scan, last) ->
            value.apply(last).ifPresent(found -> rows.add(Row.of(Tags.of("scan", scan), found))));
    return rows;
  }

  private List<Row<?>> nodeRows() {
    return ofNodes(
        (scan, nodes) ->
            Stream.of(
                Row.of(Tags.of("scan", scan, "state", "evaluated"), nodes.evaluated()),
                Row.of(Tags.of("scan", scan, "state", "not_evaluated"), nodes.notEvaluated())));
  }

  /** Each reason has a row, so that one that is gone is 0 and not stale. */
  private List<Row<?>> notEvaluatedRows() {
    return ofNodes(
        (scan, nodes) ->
            Stream.of(NotEvaluated.Reason.values())
                .map(
                    reason ->
                        Row.of(
                            Tags.of("scan", scan, "reason", reason.name()),
                            nodes.notEvaluatedFor(reason))));
  }

  private List<Row<?>> ofNodes(BiFunction<String, Nodes, Stream<Row<Number>>> rows) {
    List<Row<?>> all = new ArrayList<>();
    latest.forEach(
        (scan, last) ->
            Optional.ofNullable(last.any().nodes())
                .ifPresent(nodes -> rows.apply(scan, nodes).forEach(all::add)));
    return all;
  }
}
