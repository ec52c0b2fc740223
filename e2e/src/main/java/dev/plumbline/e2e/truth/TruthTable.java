package dev.plumbline.e2e.truth;

import java.util.List;

/**
 * What one version of kube-apiserver did with every row.
 *
 * @param version e.g. {@code v1.36.3}
 */
public record TruthTable(String component, String version, List<RecordedRow> rows) {
  public TruthTable {
    rows = List.copyOf(rows);
  }
}
