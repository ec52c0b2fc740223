package dev.plumbline.operator;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.List;

/** Evidence for tests that do not evaluate it. */
public final class Evidences {

  private Evidences() {}

  public static final String JSON = EvidenceJson.write(empty());
  public static final String DIGEST = EvidenceJson.receipt(JSON, "", "").sha256();

  /** Of a node without any component, where everything could be read. */
  public static Evidence empty() {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
