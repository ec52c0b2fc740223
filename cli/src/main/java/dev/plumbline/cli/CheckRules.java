package dev.plumbline.cli;

import dev.plumbline.report.Approvals;
import dev.plumbline.report.Baseline;
import dev.plumbline.report.Selection;
import java.time.Clock;
import java.util.List;

/**
 * What a check evaluates by.
 *
 * @param benchmarks the controls of each benchmark
 * @param approvals the waivers and attestations that apply to the scan
 * @param baseline failures that don't count
 */
record CheckRules(
    List<Selection.Chosen> benchmarks, Approvals approvals, Baseline baseline, Clock clock) {

  CheckRules {
    benchmarks = List.copyOf(benchmarks);
  }
}
