package dev.plumbline.cli;

import dev.plumbline.report.Baseline;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.function.Supplier;

/**
 * What came of a check.
 *
 * @param reports one for each benchmark
 * @param findings before anything is waived
 * @param failures finds those that no waiver of the scan accepts, whether or not the baseline has
 *     them: only who writes a baseline asks
 */
record Checked(List<Report> reports, List<NodeFindings> findings, Supplier<Baseline> failures) {

  Checked {
    reports = List.copyOf(reports);
    findings = List.copyOf(findings);
  }
}
