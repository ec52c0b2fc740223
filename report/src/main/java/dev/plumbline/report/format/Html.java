package dev.plumbline.report.format;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One page with nothing from outside: style and script are within it, and its content security
 * policy lets nothing else run. Mustache escapes every value.
 */
final class Html {

  private static final Template PAGE =
      Mustache.compiler().defaultValue("").compile(resource("report.html"));

  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private Html() {}

  static String render(Report report) {
    ComplianceReportStatus status = report.status();
    return PAGE.execute(
        Map.ofEntries(
            Map.entry("style", STYLE),
            Map.entry("script", SCRIPT),
            Map.entry("styleHash", hash(STYLE)),
            Map.entry("scriptHash", hash(SCRIPT)),
            Map.entry("name", report.name()),
            Map.entry("benchmark", Objects.toString(status.benchmark(), "")),
            Map.entry("scanned", Objects.toString(status.lastScanTime(), "")),
            Map.entry("compliant", status.compliant()),
            Map.entry("verdict", verdict(status)),
            Map.entry("score", score(status)),
            Map.entry("nodes", UnevaluatedNodes.counts(status)),
            Map.entry(
                "unevaluated",
                UnevaluatedNodes.of(status).stream().map(Html::unevaluated).toList()),
            Map.entry("hasUnevaluated", !UnevaluatedNodes.of(status).isEmpty()),
            Map.entry("statuses", statuses(status)),
            Map.entry("controls", sorted(status).stream().map(Html::control).toList()),
            Map.entry("history", status.history().stream().map(Html::entry).toList()),
            Map.entry("hasHistory", status.history().size() > 1)));
  }

  /** Failures come first; within a status the benchmark's order stays. */
  private static List<ControlResult> sorted(ComplianceReportStatus report) {
    return report.controls().stream()
        .sorted(Comparator.comparingInt(control -> Status.WORST_FIRST.indexOf(control.status())))
        .toList();
  }

  private static String verdict(ComplianceReportStatus report) {
    return switch (report.compliant()) {
      case "True" -> "Compliant";
      case "False" -> "Not compliant";
      default -> "Could not be determined";
    };
  }

  private static String score(ComplianceReportStatus report) {
    return Optional.ofNullable(report.summary())
        .flatMap(summary -> Optional.ofNullable(summary.score()))
        .map(score -> score + " %")
        .orElse("–");
  }

  private static List<Map<String, Object>> statuses(ComplianceReportStatus report) {
    List<Map<String, Object>> statuses = new ArrayList<>();
    for (Status status : Status.values()) {
      long count = report.controls().stream().filter(c -> c.status() == status).count();
      statuses.add(
          Map.of("name", status.name(), "label", label(status), "count", count, "any", count > 0));
    }
    return statuses;
  }

  private static Map<String, Object> unevaluated(NotEvaluated group) {
    return Map.of("title", UnevaluatedNodes.title(group), "lines", UnevaluatedNodes.lines(group));
  }

  private static String label(Status status) {
    return status == Status.NotApplicable ? "Not applicable" : status.name();
  }

  private static Map<String, Object> control(ControlResult control) {
    boolean bad = control.status() == Status.Fail || control.status() == Status.Error;
    return Map.of(
        "id", control.id(),
        "name", control.name(),
        "title", control.title(),
        "severity", control.severity().name(),
        "status", control.status().name(),
        "label", label(control.status()),
        "remediation", control.remediation(),
        "bad", bad,
        "text",
            (control.id() + " " + control.name() + " " + control.title() + " " + messages(control))
                .toLowerCase(Locale.ROOT),
        "findings", control.findings().stream().map(Html::finding).toList());
  }

  private static String messages(ControlResult control) {
    return String.join(
        " ",
        control.findings().stream()
            .map(finding -> finding.message() + " " + String.join(" ", finding.nodes()))
            .toList());
  }

  private static Map<String, Object> finding(NodeFinding finding) {
    int more = finding.nodeCount() - finding.nodes().size();
    return Map.of(
        "status", finding.status().name(),
        "label", label(finding.status()),
        "reason", finding.reason().name(),
        "message", finding.message(),
        "nodes", String.join(", ", finding.nodes()) + (more > 0 ? " and " + more + " more" : ""),
        "evidence", finding.evidence().stream().map(Html::evidence).toList(),
        "commands", finding.commands(),
        "patches", finding.patches().stream().map(patch -> lines(patch.diff())).toList());
  }

  private static Map<String, Object> evidence(Evidence ref) {
    return Map.of("place", ref.file() + ":" + ref.line(), "text", ref.text());
  }

  /** Added and removed lines have a sign and a colour. */
  private static Map<String, Object> lines(String diff) {
    List<Map<String, String>> lines =
        diff.lines()
            .map(
                line ->
                    Map.of(
                        "text",
                        line,
                        "kind",
                        line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : ""))
            .toList();
    return Map.of("lines", lines);
  }

  private static Map<String, Object> entry(HistoryEntry entry) {
    return Map.of(
        "time", entry.time(),
        "compliant", entry.compliant(),
        "changes",
            entry.changes().stream()
                .map(
                    change ->
                        Map.of(
                            "id", change.id(),
                            "name", change.name(),
                            "from", Objects.toString(change.from(), "new"),
                            "to", Objects.toString(change.to(), "gone"),
                            "trend", change.trend().name()))
                .toList(),
        "unchanged", entry.changes().isEmpty(),
        "notEvaluated", Optional.ofNullable(entry.nodesNotEvaluated()).stream().toList());
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
