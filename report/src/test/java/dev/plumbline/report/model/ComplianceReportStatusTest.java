package dev.plumbline.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplianceReportStatusTest {

  private static ControlResult control(String id, Status status) {
    return new ControlResult(id, "c" + id, "t", Severity.low, status, "r", List.of());
  }

  @Test
  void someControlsAreCountedByThemselves() {
    List<ControlResult> all =
        List.of(
            control("1.1", Status.Pass),
            control("1.2", Status.Fail),
            control("1.3", Status.Manual));
    Condition compliant = new Condition("Compliant", "False", "R", "1.2 fails.", null, null);
    ComplianceReportStatus report =
        ComplianceReportStatus.waiting(List.of(compliant)).withControls(all);

    ComplianceReportStatus some = report.only(control -> !control.id().equals("1.2"));

    assertThat(some.controls()).extracting(ControlResult::id).containsExactly("1.1", "1.3");
    assertThat(some.summary()).isEqualTo(new Summary(1, 0, 1, 0, 0, 0, 100));
    assertThat(some.conditions()).containsExactly(compliant);
    assertThat(report.only(control -> control.id().equals("1.3")).summary())
        .isEqualTo(new Summary(0, 0, 1, 0, 0, 0, null));
  }
}
