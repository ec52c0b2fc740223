package dev.plumbline.e2e.truth;

import dev.plumbline.evidence.ProbeAnswers;
import java.util.List;

/**
 * What one version of kube-apiserver answered to the probes of admission with every row.
 *
 * @param version e.g. {@code v1.36.3}
 */
public record AdmissionTable(String component, String version, List<Recorded> rows) {

  public AdmissionTable {
    rows = List.copyOf(rows);
  }

  /**
   * A row, and what came of it.
   *
   * @param answers without where the server listened, which differs from run to run
   * @param statusWithoutDryRun of a request as the probes' account to create a pod; 0 where there
   *     is no policy, so that it is not sent
   * @param stored pods and Services that the server has at the end, beside its own
   */
  public record Recorded(
      String name,
      List<String> arguments,
      AdmissionRow.Policy policy,
      List<ProbeAnswers> answers,
      int statusWithoutDryRun,
      List<String> stored) {}
}
