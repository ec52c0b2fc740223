package dev.plumbline.operator.store;

import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** How an object shows which scan, run and node it is for. */
public final class ScanOwnership {

  /** A label with the scan's UID. */
  public static final String SCAN_UID = "plumbline.dev/scan-uid";

  /** A label with the run's id. */
  public static final String RUN = "plumbline.dev/run";

  /** An annotation with the node's name, which may be too long for a label. */
  public static final String NODE = "plumbline.dev/node";

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private ScanOwnership() {}

  /** Labels of every object that belongs to a scan. */
  public static Map<String, String> labels(ComplianceScan scan) {
    return Map.of(
        MANAGED_BY,
        "plumbline",
        "app.kubernetes.io/name",
        "plumbline",
        SCAN_UID,
        scan.getMetadata().getUid());
  }

  /** Makes the garbage collector delete an object together with its scan. */
  public static OwnerReference owner(ComplianceScan scan) {
    return new OwnerReferenceBuilder()
        .withApiVersion(scan.getApiVersion())
        .withKind(scan.getKind())
        .withName(scan.getMetadata().getName())
        .withUid(scan.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }
}
