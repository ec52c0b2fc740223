package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanVerdictTest {

  private static BenchmarkReport report(String benchmark, String compliant, int fail) {
    return new BenchmarkReport(
        "audit-" + benchmark, benchmark, compliant, new Summary(5, fail, 3, 0, 1, 0, 0), null);
  }

  private static Condition condition(BenchmarkReport... reports) {
    return ScanVerdict.condition(List.of(reports), new Conditions(List.of(), 1, MockCluster.CLOCK));
  }

  @ParameterizedTest
  @CsvSource({
    "True True, True",
    "True Unknown, Unknown",
    "Unknown False, False",
    "True False, False",
    "False, False"
  })
  void scanIsAsItsWorstBenchmark(String benchmarks, String scan) {
    List<BenchmarkReport> reports =
        Arrays.stream(benchmarks.split(" ")).map(compliant -> report("a", compliant, 0)).toList();
    assertThat(ScanVerdict.compliant(reports)).isEqualTo(scan);
  }

  @Test
  void worstBenchmarkIsNamedFirst() {
    Condition condition =
        condition(
            report("cis-1.11", "True", 0),
            report("cis-1.12", "False", 2),
            report("cis-2.0", "False", 4));
    assertThat(condition.type()).isEqualTo("Compliant");
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("BenchmarkNotCompliant");
    assertThat(condition.message())
        .startsWith(
            "cis-2.0 is not met: 5 controls pass, 4 fail, 1 could not be determined,"
                + " 3 need manual review; see the ComplianceReport audit-cis-2.0. cis-1.12 is not")
        .endsWith("see the ComplianceReport audit-cis-1.11.");
  }
}
