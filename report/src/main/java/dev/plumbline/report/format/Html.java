package dev.plumbline.report.format;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.StatusCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One page with nothing from outside: style and script are within it, and its content security
 * policy lets nothing else run. Mustache escapes every value but prose, of which {@link Prose} lets
 * no markup through.
 */
final class Html {

  private static final Template PAGE =
      Mustache.compiler().defaultValue("").compile(resource("report.html"));

  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private Html() {}

  static String render(Report report) {
    ComplianceReportStatus status = report.status();
    boolean changed = status.history().size() > 1;
    List<Map<String, Object>> nodes = HtmlNodes.of(status);
    List<Map<String, Object>> worst = HtmlOverview.worst(report);
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
            Map.entry("verdict", Verdict.of(status)),
            Map.entry("why", Verdict.why(status)),
            Map.entry("score", score(status)),
            Map.entry("nodes", UnevaluatedNodes.counts(status)),
            Map.entry(
                "unevaluated",
                UnevaluatedNodes.of(status).stream().map(Html::unevaluated).toList()),
            Map.entry("hasUnevaluated", !UnevaluatedNodes.of(status).isEmpty()),
            Map.entry("statuses", statuses(status)),
            Map.entry("bar", HtmlBar.of(status.counts())),
            Map.entry("severities", HtmlOverview.severities(status)),
            Map.entry("worst", worst),
            Map.entry("hasWorst", !worst.isEmpty()),
            Map.entry("changed", changed ? List.of(HtmlOverview.changes(status)) : List.of()),
            Map.entry("sections", sections(status)),
            Map.entry("byNode", nodes),
            Map.entry("hasNodes", nodes.size() > 1),
            Map.entry("nodeNoun", report.isOfFiles() ? "file" : "node"),
            Map.entry("partial", HtmlNodes.isPartial(status)),
            Map.entry("history", status.history().stream().map(Html::entry).toList()),
            Map.entry("hasHistory", changed)));
  }

  private static String score(ComplianceReportStatus report) {
    return Optional.ofNullable(report.summary())
        .flatMap(summary -> Optional.ofNullable(summary.score()))
        .map(score -> score + " %")
        .orElse("–");
  }

  private static List<Map<String, Object>> statuses(ComplianceReportStatus report) {
    List<Map<String, Object>> statuses = new ArrayList<>();
    StatusCounts counts = report.counts();
    for (Status status : Status.WORST_FIRST) {
      statuses.add(
          Map.of(
              "name", status.name(), "label", HtmlBar.label(status), "count", counts.of(status)));
    }
    return statuses;
  }

  private static List<Map<String, Object>> sections(ComplianceReportStatus report) {
    return HtmlSection.of(report.controls(), Catalogue.load()).stream().map(Html::section).toList();
  }

  private static Map<String, Object> section(HtmlSection section) {
    StatusCounts counts = StatusCounts.of(section.controls());
    return Map.of(
        "id", section.id(),
        "title", section.title(),
        "fail", counts.of(Status.Fail),
        "of", counts.total(),
        "any", counts.of(Status.Fail) > 0,
        "bar", HtmlBar.of(counts),
        "controls", section.controls().stream().map(Html::control).toList());
  }

  private static Map<String, Object> unevaluated(NotEvaluated group) {
    return Map.of("title", UnevaluatedNodes.title(group), "lines", UnevaluatedNodes.lines(group));
  }

  private static Map<String, Object> control(ControlResult control) {
    return Map.of(
        "id", control.id(),
        "name", control.name(),
        "title", control.title(),
        "severity", control.severity().name(),
        "status", control.status().name(),
        "label", HtmlBar.label(control.status()),
        "remediation", Prose.html(control.remediation()),
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
    return Map.of(
        "status", finding.status().name(),
        "label", HtmlBar.label(finding.status()),
        "reason", finding.reason().name(),
        "message", finding.message(),
        "nodes", finding.nodesInWords(),
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
        "changes", entry.changes().stream().map(HtmlOverview::change).toList(),
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
