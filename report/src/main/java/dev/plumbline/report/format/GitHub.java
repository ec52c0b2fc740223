package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.FilePatch;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log of a workflow on GitHub: an annotation for each place with a problem, the most severe
 * first, since GitHub shows ten of a kind for a step and drops the others. Those are lines of the
 * log.
 *
 * @see <a
 *     href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands">workflow
 *     commands</a>
 * @see <a href="https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md">the
 *     limits</a>
 */
final class GitHub {

  private static final int MAX_OF_A_KIND = 10;

  /** The runner cuts a message there. */
  private static final int MAX_MESSAGE = 4096;

  private static final int MAX_TITLE = 255;

  /** How an annotation is shown. */
  private enum Kind {
    error,
    warning,
    notice
  }

  private record Annotation(Kind kind, String command, String line) {}

  private GitHub() {}

  static String render(List<Report> reports) {
    StringBuilder out = new StringBuilder();
    Map<Kind, List<Annotation>> left = new EnumMap<>(Kind.class);
    Map<Kind, Integer> shown = new EnumMap<>(Kind.class);
    for (Annotation annotation : annotations(reports)) {
      int before = shown.getOrDefault(annotation.kind(), 0);
      if (before < MAX_OF_A_KIND) {
        shown.put(annotation.kind(), before + 1);
        out.append(annotation.command()).append('\n');
      } else {
        left.computeIfAbsent(annotation.kind(), kind -> new ArrayList<>()).add(annotation);
      }
    }
    left.forEach(
        (kind, annotations) -> {
          out.append("GitHub shows ")
              .append(MAX_OF_A_KIND)
              .append(" annotations of the kind ")
              .append(kind)
              .append(" for a step, and there are ")
              .append(MAX_OF_A_KIND + annotations.size())
              .append(". The others:\n");
          annotations.forEach(annotation -> out.append(logLine(annotation.line())).append('\n'));
        });
    reports.forEach(report -> out.append(logLine(verdict(report))).append('\n'));
    return out.toString();
  }

  private static List<Annotation> annotations(List<Report> reports) {
    List<Annotation> annotations = new ArrayList<>();
    for (Status status : List.of(Status.Fail, Status.Error)) {
      for (Issue issue : Issue.of(reports, status)) {
        for (Issue.Place place : issue.places()) {
          annotations.add(annotation(issue, place));
        }
      }
    }
    // Every report of a scan is about the same nodes.
    for (NotEvaluated group : UnevaluatedNodes.of(reports.get(0).status())) {
      String title = UnevaluatedNodes.title(group);
      String message = UnevaluatedNodes.message(group);
      annotations.add(
          new Annotation(
              Kind.warning,
              command(Kind.warning, List.of(property("title", title)), message),
              title));
    }
    return annotations;
  }

  private static Annotation annotation(Issue issue, Issue.Place place) {
    Kind kind = issue.status() == Status.Error ? Kind.warning : kind(issue.severity());
    String title = title(issue);
    List<String> properties = new ArrayList<>();
    if (!place.finding().evidence().isEmpty()) {
      Evidence ref = place.finding().evidence().get(0);
      properties.add(property("file", ref.file().replaceFirst("^(\\./)+", "")));
      properties.add(property("line", Integer.toString(ref.line())));
      properties.add(property("col", Integer.toString(ref.columnOrFirst())));
    }
    properties.add(property("title", title));
    return new Annotation(
        kind,
        command(kind, properties, message(issue, place)),
        issue.severity() + " " + place.where() + " " + title);
  }

  private static String title(Issue issue) {
    return ScreenText.cut(
        issue.numbers() + " " + issue.controls().get(0).control().title(), MAX_TITLE);
  }

  private static Kind kind(Severity severity) {
    return switch (severity) {
      case critical, high -> Kind.error;
      case medium -> Kind.warning;
      case low -> Kind.notice;
    };
  }

  private static String message(Issue issue, Issue.Place place) {
    Stream<String> fixes =
        place.hasFix()
            ? Stream.concat(
                place.commands().stream().map(command -> "# " + command),
                place.patches().stream().map(FilePatch::diff))
            : Stream.of(issue.remediation());
    return Stream.of(
            place.messages().stream(),
            place.nodes().isEmpty() ? Stream.<String>of() : Stream.of("On " + place.nodes() + "."),
            issue.status() == Status.Fail ? fixes : Stream.<String>of())
        .flatMap(part -> part)
        .collect(Collectors.joining("\n\n"));
  }

  private static String command(Kind kind, List<String> properties, String message) {
    String cut = ScreenText.cut(message, MAX_MESSAGE);
    return "::" + kind + " " + String.join(",", properties) + "::" + escaped(cut);
  }

  private static String property(String name, String value) {
    return name + "=" + escaped(value).replace(":", "%3A").replace(",", "%2C");
  }

  private static String escaped(String value) {
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /**
   * A line that the runner takes for no command: neither one that begins with two colons, nor one
   * of the older form, which may be anywhere in a line.
   */
  private static String logLine(String text) {
    return "  - " + ScreenText.safe(text).replace("##[", "## [");
  }

  private static String verdict(Report report) {
    ComplianceReportStatus status = report.status();
    String verdict =
        Objects.toString(status.benchmark(), report.name())
            + ": "
            + Verdict.of(status)
            + ". "
            + String.join(" ", Verdict.why(status));
    return status.isWaiting()
        ? verdict
        : verdict.strip() + " Controls: " + Verdict.counts(status.counts(), "") + ".";
  }
}
