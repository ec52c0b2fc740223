package dev.plumbline.operator.store;

import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How an object shows which scan, run and node it is for. */
public final class ScanOwnership {

  /** A label with the scan's UID. */
  public static final String SCAN_UID = "plumbline.dev/scan-uid";

  /** A label with the scan's name, where that fits into a label. */
  public static final String SCAN = "plumbline.dev/scan";

  /** A label with the benchmark that a report is about. */
  public static final String BENCHMARK = "plumbline.dev/benchmark";

  /** A label with the run's id. */
  public static final String RUN = "plumbline.dev/run";

  /** An annotation with the node's name, which may be too long for a label. */
  public static final String NODE = "plumbline.dev/node";

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private static final int MAX_LABEL = 63;

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

  /** Labels of the report on a benchmark. */
  public static Map<String, String> reportLabels(ComplianceScan scan, String benchmark) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MANAGED_BY, "plumbline");
    labels.put(SCAN_UID, scan.getMetadata().getUid());
    labels.put(BENCHMARK, benchmark);
    String name = scan.getMetadata().getName();
    if (name.length() <= MAX_LABEL) {
      labels.put(SCAN, name);
    }
    return labels;
  }

  /**
   * The name of another scan that an object belongs to. A scan that was deleted and created again
   * takes over what it had.
   */
  public static Optional<String> otherScan(HasMetadata object, ComplianceScan scan) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals(scan.getKind()))
        .map(OwnerReference::getName)
        .filter(name -> !name.equals(scan.getMetadata().getName()))
        .findFirst();
  }

  /** The UID of the scan that an object is labelled with; empty when it is not. */
  public static String scanUid(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
        .getOrDefault(SCAN_UID, "");
  }

  /** The name of the node that an object is for; empty when it has none. */
  public static String node(HasMetadata object) {
    return Objects.requireNonNullElse(
            object.getMetadata().getAnnotations(), Map.<String, String>of())
        .getOrDefault(NODE, "");
  }

  /** Whether an object is this scan's. */
  public static boolean owns(ComplianceScan scan, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(scan.getMetadata().getUid()));
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
