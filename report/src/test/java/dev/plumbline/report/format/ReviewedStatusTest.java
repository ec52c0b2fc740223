package dev.plumbline.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader may close, and what was not observed well enough for that. */
class ReviewedStatusTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static Condition condition(String text) {
    String[] parts = text.split(" ", 2);
    String status =
        parts[1].startsWith("All")
            ? "True"
            : parts[1].equals("EndpointsUnavailable") ? "Unknown" : "False";
    return new Condition(parts[0], status, parts[1], "M.", null, null);
  }

  private static Nodes nodes(String notEvaluated) {
    return notEvaluated.isEmpty()
        ? Nodes.allEvaluated(2)
        : new Nodes(
            3,
            2,
            1,
            List.of(new NotEvaluated(NotEvaluated.Reason.valueOf(notEvaluated), 1, List.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-profiling-off, Pass, RequirementMet, '', NodesEvaluated AllEvaluated, Pass",
    "apiserver-profiling-off, Fail, RequirementNotMet, NotReady, NodesEvaluated Some, Fail",
    // Another node may violate it.
    "apiserver-profiling-off, Pass, RequirementMet, NotReady, NodesEvaluated Some, Error",
    "apiserver-profiling-off, Pass, RequirementMet, CollectionFailed, NodesEvaluated Some, Error",
    "kubelet-config-mode, NotApplicable, NothingToEvaluate, NotReady, NodesEvaluated Some, Error",
    "apiserver-profiling-off, Pass, RequirementMet, NotReady, NodesEvaluated Tolerated, Pass",
    // A benchmark of Linux nodes is not about it.
    "apiserver-profiling-off, Pass, RequirementMet, NotLinux, NodesEvaluated Some, Pass",
    // The API has objects of the cluster, whatever nodes are read.
    "default-namespace-unused, Pass, RequirementMet, NotReady, NodesEvaluated Some, Pass",
    // Nobody looked.
    "default-namespace-unused, NotApplicable, DeterminedElsewhere, '', Compliant Other, Error",
    "apiserver-profiling-off, NotApplicable, NotOnThisNode, '', ControlPlaneObserved NoneObserved, Error",
    "apiserver-profiling-off, NotApplicable, NotOnThisNode, '', ControlPlaneObserved NotOnNodes, Error",
    "etcd-client-cert-auth, NotApplicable, NotOnThisNode, '', ControlPlaneObserved AllObserved, NotApplicable",
    "kubelet-config-mode, NotApplicable, NothingToEvaluate, '', ControlPlaneObserved NoneObserved, NotApplicable",
    // Another API server may violate it.
    "apiserver-profiling-off, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Error",
    "apiserver-profiling-off, Pass, RequirementMet, '', ControlPlaneObserved EndpointsUnavailable, Error",
    "apiserver-profiling-off, Pass, RequirementMet, '', ControlPlaneObserved AllObserved, Pass",
    "apiserver-profiling-off, Fail, RequirementNotMet, '', ControlPlaneObserved SomeObserved, Fail",
    "apiserver-profiling-off, Waived, Waived, '', ControlPlaneObserved SomeObserved, Waived",
    "etcd-client-cert-auth, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Error",
    "etcd-client-cert-auth, NotApplicable, NotOnThisNode, '', ControlPlaneObserved EndpointsUnavailable, Error",
    "pki-key-mode, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Error",
    "admin-kubeconfig-owner, NotApplicable, NothingToEvaluate, '', ControlPlaneObserved NoneObserved, Error",
    "kubelet-anonymous-auth-off, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Pass",
    "kubelet-service-mode, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Pass",
    "default-namespace-unused, Pass, RequirementMet, '', ControlPlaneObserved SomeObserved, Pass",
    // A provider's is nobody's here.
    "apiserver-profiling-off, NotApplicable, NotOnThisNode, '', ControlPlaneObserved NotHere, NotApplicable",
  })
  void statusOfAControl(
      String control,
      Status status,
      Reason reason,
      String notEvaluated,
      String condition,
      Status reviewed) {
    ControlResult result =
        new ControlResult(
            "1",
            control,
            "T",
            Severity.high,
            status,
            "Fix it.",
            List.of(
                new NodeFinding(
                    status, reason, "M.", List.of("n"), 1, List.of(), List.of(), List.of())));
    ComplianceReportStatus report = report(condition, notEvaluated, result);
    assertThat(CATALOGUE.named(control)).isPresent();
    assertThat(new ReviewedStatus(report).of(result, CATALOGUE.named(control))).isEqualTo(reviewed);
    if (reviewed == Status.Error) {
      // One that nothing is known of may be about the same.
      assertThat(new ReviewedStatus(report).of(result, Optional.empty())).isEqualTo(Status.Error);
    }
  }

  @Test
  void whatWasNotObservedIsSaidOfTheWhole() {
    for (String reason : List.of("SomeObserved", "EndpointsUnavailable", "NoneObserved")) {
      assertThat(new ReviewedStatus(report("ControlPlaneObserved " + reason, "")).remarks())
          .as(reason)
          .containsExactly("M.");
    }
    for (String reason : List.of("AllObserved", "NotHere")) {
      assertThat(new ReviewedStatus(report("ControlPlaneObserved " + reason, "")).remarks())
          .isEmpty();
    }
  }

  private static ComplianceReportStatus report(
      String condition, String notEvaluated, ControlResult... controls) {
    return new ComplianceReportStatus(
        List.of(condition(condition)),
        "cis-2.0",
        "run",
        null,
        null,
        null,
        nodes(notEvaluated),
        List.of(controls),
        List.of());
  }
}
