package dev.plumbline.report.format;

import com.contrastsecurity.sarif.Invocation;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.MultiformatMessageString;
import com.contrastsecurity.sarif.Notification;
import com.contrastsecurity.sarif.PropertyBag;
import com.contrastsecurity.sarif.ReportingConfiguration;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Result;
import com.contrastsecurity.sarif.Run;
import com.contrastsecurity.sarif.RunAutomationDetails;
import com.contrastsecurity.sarif.SarifSchema210;
import com.contrastsecurity.sarif.Suppression;
import com.contrastsecurity.sarif.Tool;
import com.contrastsecurity.sarif.ToolComponent;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SARIF 2.1.0, for code scanning. What passes is left out; what is waived is a suppressed failure;
 * what could not be determined is {@code open}, and a notification of the run beside it, as are
 * nodes that were not evaluated.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">the
 *     specification</a>
 */
final class Sarif {

  private static final URI SCHEMA =
      URI.create(
          "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");

  private Sarif() {}

  static String render(Report report) {
    return log(List.of(run(report.status())));
  }

  /** A run for each benchmark. Code scanning takes several of a tool if each has its own id. */
  static String render(List<Report> reports) {
    return log(
        reports.stream()
            .map(
                report ->
                    run(report.status())
                        .withAutomationDetails(
                            new RunAutomationDetails()
                                .withId("plumbline/" + report.status().benchmark() + "/")))
            .toList());
  }

  private static String log(List<Run> runs) {
    return ObjectText.json(
        new SarifSchema210()
            .with$schema(SCHEMA)
            .withVersion(SarifSchema210.Version._2_1_0)
            .withRuns(runs));
  }

  private static Run run(ComplianceReportStatus status) {
    List<ControlResult> reported =
        status.controls().stream()
            .filter(control -> control.findings().stream().anyMatch(Sarif::isReported))
            .toList();
    List<Result> results = new ArrayList<>();
    for (int rule = 0; rule < reported.size(); rule++) {
      for (NodeFinding finding : reported.get(rule).findings()) {
        if (isReported(finding)) {
          results.addAll(results(reported.get(rule), rule, finding));
        }
      }
    }
    return new Run()
        .withTool(new Tool().withDriver(driver(reported, tags(status))))
        .withInvocations(List.of(invocation(status)))
        .withColumnKind(Run.ColumnKind.UTF_16_CODE_UNITS)
        .withResults(results);
  }

  private static boolean isReported(NodeFinding finding) {
    return switch (finding.status()) {
      case Fail, Error, Waived -> true;
      case Pass, Manual, NotApplicable -> false;
    };
  }

  /** The family of a benchmark is one of its tags. */
  private static Set<String> tags(ComplianceReportStatus status) {
    Set<String> tags = new LinkedHashSet<>(List.of("security", "kubernetes"));
    Optional.ofNullable(status.benchmark())
        .flatMap(Catalogue.load()::benchmark)
        .ifPresent(benchmark -> tags.add(benchmark.family().name()));
    return tags;
  }

  private static ToolComponent driver(List<ControlResult> reported, Set<String> tags) {
    Set<ReportingDescriptor> rules = new LinkedHashSet<>();
    reported.forEach(control -> rules.add(rule(control, tags)));
    ToolComponent driver = new ToolComponent().withName("Plumbline").withRules(rules);
    Optional.ofNullable(Sarif.class.getPackage().getImplementationVersion())
        .ifPresent(driver::setVersion);
    return driver;
  }

  private static ReportingDescriptor rule(ControlResult control, Set<String> tags) {
    PropertyBag properties = new PropertyBag().withTags(tags);
    // GitHub sorts by it, from 0 to 10.
    properties.setAdditionalProperty("security-severity", score(control.severity()));
    properties.setAdditionalProperty("benchmarkId", control.id());
    if (control.level() != null) {
      properties.setAdditionalProperty("benchmarkLevel", control.level());
    }
    if (control.assessment() != null) {
      properties.setAdditionalProperty("benchmarkAssessment", control.assessment().name());
    }
    return new ReportingDescriptor()
        .withId(control.name())
        .withShortDescription(new MultiformatMessageString().withText(control.title()))
        .withHelp(new MultiformatMessageString().withText(control.remediation()))
        .withDefaultConfiguration(
            new ReportingConfiguration()
                .withLevel(
                    ReportingConfiguration.Level.fromValue(level(control.severity()).value())))
        .withProperties(properties);
  }

  private static String score(Severity severity) {
    return switch (severity) {
      case critical -> "9.5";
      case high -> "8.0";
      case medium -> "5.5";
      case low -> "2.0";
    };
  }

  private static Result.Level level(Severity severity) {
    return switch (severity) {
      case critical, high -> Result.Level.ERROR;
      case medium -> Result.Level.WARNING;
      case low -> Result.Level.NOTE;
    };
  }

  /** One for each file, since a code scan shows the first place only. */
  private static List<Result> results(ControlResult control, int rule, NodeFinding finding) {
    List<Evidence> places = new ArrayList<>();
    for (Evidence ref : finding.evidence()) {
      if (places.stream().noneMatch(place -> place.file().equals(ref.file()))) {
        places.add(ref);
      }
    }
    if (places.isEmpty()) {
      return List.of(result(control, rule, finding, Optional.empty()));
    }
    return places.stream()
        .map(place -> result(control, rule, finding, Optional.of(place)))
        .toList();
  }

  private static Result result(
      ControlResult control, int rule, NodeFinding finding, Optional<Evidence> place) {
    boolean error = finding.status() == Status.Error;
    Result result =
        new Result()
            .withRuleId(control.name())
            .withRuleIndex(rule)
            .withKind(error ? Result.Kind.OPEN : Result.Kind.FAIL)
            .withLevel(error ? Result.Level.NONE : level(control.severity()))
            .withMessage(
                new Message()
                    .withText(
                        control.id()
                            + " "
                            + control.title()
                            + ": "
                            + finding.message()
                            + others(finding)))
            .withLocations(List.of(SarifPlaces.location(finding, place)))
            .withPartialFingerprints(SarifPlaces.fingerprint(control, finding, place));
    if (finding.status() == Status.Waived) {
      result.setSuppressions(
          Set.of(
              new Suppression()
                  .withKind(Suppression.Kind.EXTERNAL)
                  .withStatus(Suppression.Status.ACCEPTED)
                  .withJustification(finding.message())));
    }
    return result;
  }

  /** The locations have the nodes, unless there are more than are named. */
  private static String others(NodeFinding finding) {
    return finding.leavesOutNodes() ? " Found on " + finding.nodesInWords() + "." : "";
  }

  private static Invocation invocation(ComplianceReportStatus report) {
    List<Notification> undetermined = new ArrayList<>();
    for (ControlResult control : report.controls()) {
      for (NodeFinding finding : control.findings()) {
        if (finding.status() == Status.Error) {
          undetermined.add(
              new Notification()
                  .withLevel(Notification.Level.ERROR)
                  .withMessage(new Message().withText(control.id() + ": " + finding.message())));
        }
      }
    }
    boolean tolerated = UnevaluatedNodes.areTolerated(report);
    List<Notification> notifications = new ArrayList<>(undetermined);
    for (NotEvaluated group : UnevaluatedNodes.of(report)) {
      notifications.add(
          new Notification()
              .withLevel(tolerated ? Notification.Level.NOTE : Notification.Level.ERROR)
              .withMessage(new Message().withText(UnevaluatedNodes.message(group))));
    }
    Invocation invocation =
        new Invocation()
            .withExecutionSuccessful(
                undetermined.isEmpty() && (tolerated || notifications.isEmpty()));
    if (!notifications.isEmpty()) {
      invocation.setToolExecutionNotifications(notifications);
    }
    return invocation;
  }
}
