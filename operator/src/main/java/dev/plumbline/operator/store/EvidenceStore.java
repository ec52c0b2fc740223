package dev.plumbline.operator.store;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps evidence, once for each distinct content, and which node has which. All of it is in
 * ConfigMaps of the operator's namespace that the scan owns, so that it goes with the scan.
 *
 * <p>Evidence is written before a node refers to it, so that whatever a node refers to is there.
 * What is stored of one scan is bounded: evidence that no node refers to any more goes first, and
 * what has no room even then is not stored, which {@link #putEvidence} says.
 */
// Over 250 lines: what is stored, what room it takes and what goes have to agree at each write.
public final class EvidenceStore {

  /** A label: what of the store a ConfigMap is. */
  static final String KIND = "plumbline.dev/evidence";

  private static final String CONTENT = "content";
  private static final String DIGEST = "plumbline.dev/digest";
  private static final String EVIDENCE = "evidence.json.gz";

  /** What is read at a time: a page is in memory as a whole. */
  private static final long PAGE = 50;

  /**
   * For one scan, in bytes as the API server has them: an eighth of etcd's default quota for all.
   */
  static final long DEFAULT_BUDGET = 256L * 1024 * 1024;

  private final KubernetesClient client;
  private final String namespace;
  private final long budget;

  /** By the UID of the scan. One scan is reconciled at a time only. */
  private final Map<String, NodeIndex> indexes = new ConcurrentHashMap<>();

  /** Likewise. */
  private final Map<String, StoredSizes> sizes = new ConcurrentHashMap<>();

  public EvidenceStore(KubernetesClient client, String namespace) {
    this(client, namespace, DEFAULT_BUDGET);
  }

  EvidenceStore(KubernetesClient client, String namespace, long budget) {
    this.client = client;
    this.namespace = namespace;
    this.budget = budget;
  }

  static Map<String, String> labels(ComplianceScan scan, String kind) {
    Map<String, String> labels = new HashMap<>(ScanOwnership.labels(scan));
    labels.put(KIND, kind);
    return labels;
  }

  /** The run's results by node name. */
  public Map<String, NodeResult> results(ComplianceScan scan, String run) {
    return with(scan, index -> index.results(run));
  }

  /** The digests of all evidence that is stored and that a node refers to. */
  public Set<String> digests(ComplianceScan scan) {
    return with(scan, NodeIndex::digests);
  }

  /** Whether evidence was stored. */
  public enum Stored {
    YES,
    /** The scan's other evidence takes all the room that a scan has. */
    NO_ROOM
  }

  /**
   * Stores evidence, which no node refers to yet.
   *
   * @param json the line that the node pod wrote
   * @param digest of the line
   */
  public Stored putEvidence(ComplianceScan scan, String digest, String json) {
    String packed = PackedEvidence.pack(json);
    StoredSizes stored = sizes(scan);
    if (!stored.haveRoom(digest, packed.length(), budget)) {
      for (String unneeded : stored.unneeded(digests(scan))) {
        client.configMaps().inNamespace(namespace).withName(name(scan, unneeded)).delete();
        stored.deleted(unneeded);
      }
      if (!stored.haveRoom(digest, packed.length(), budget)) {
        return Stored.NO_ROOM;
      }
    }
    write(scan, digest, packed);
    stored.written(digest, packed.length());
    return Stored.YES;
  }

  private void write(ComplianceScan scan, String digest, String packed) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name(scan, digest))
            .withNamespace(namespace)
            .withLabels(labels(scan, CONTENT))
            .addToAnnotations(DIGEST, digest)
            .withOwnerReferences(ScanOwnership.owner(scan))
            .endMetadata()
            .addToBinaryData(EVIDENCE, packed)
            .build();
    StoredContent.put(client, map);
  }

  private StoredSizes sizes(ComplianceScan scan) {
    return sizes.computeIfAbsent(
        scan.getMetadata().getUid(),
        uid -> {
          StoredSizes found = new StoredSizes();
          // A new scan has nothing.
          if (!digests(scan).isEmpty()) {
            pages(scan, map -> packed(map).ifPresent(p -> found.found(digest(map), p.length())));
          }
          return found;
        });
  }

  /** Records what a run has of some nodes. */
  public void put(ComplianceScan scan, String run, Collection<? extends NodeResult> results) {
    if (!results.isEmpty()) {
      change(scan, index -> index.put(run, results));
      Optional.ofNullable(sizes.get(scan.getMetadata().getUid())).ifPresent(StoredSizes::recorded);
    }
  }

  /**
   * Reads the evidence that nodes refer to, one at a time, and deletes what none refers to. Nodes
   * whose evidence is damaged or gone are forgotten, so that they are read again.
   *
   * @param nodes all that the cluster has: others are forgotten
   * @param each is called once for each digest whose evidence is whole
   */
  public void evidence(ComplianceScan scan, Set<String> nodes, BiConsumer<String, Evidence> each) {
    forgetOthers(scan, nodes);
    Set<String> parts = with(scan, NodeIndex::names);
    Set<String> missing = new HashSet<>(digests(scan));
    Set<ConfigMap> unusable = new HashSet<>();
    StoredSizes whole = new StoredSizes();
    pages(
        scan,
        map -> {
          String digest = digest(map);
          Optional<Evidence> evidence =
              missing.contains(digest) ? evidence(map, digest) : Optional.empty();
          if (evidence.isPresent()) {
            missing.remove(digest);
            whole.found(digest, packed(map).map(String::length).orElse(0));
            each.accept(digest, evidence.get());
          } else if (!parts.contains(map.getMetadata().getName()) && !ReportInputs.owns(map)) {
            unusable.add(named(map));
          }
        });
    unusable.forEach(map -> client.resource(map).delete());
    sizes.put(scan.getMetadata().getUid(), whole);
    if (!missing.isEmpty()) {
      change(scan, index -> index.remove(index.nodesWith(missing)));
    }
  }

  /** What runs have of some nodes counts no longer, so that they are read again. */
  public void forget(ComplianceScan scan, Set<String> nodes) {
    change(scan, index -> index.remove(nodes));
  }

  private void forgetOthers(ComplianceScan scan, Set<String> nodes) {
    Set<String> gone = new HashSet<>(with(scan, NodeIndex::nodes));
    gone.removeAll(nodes);
    if (!gone.isEmpty()) {
      change(scan, index -> index.remove(gone));
    }
  }

  /** Every ConfigMap of a scan: earlier versions of the operator had one for each node. */
  private void pages(ComplianceScan scan, Consumer<ConfigMap> each) {
    ListOptions options = new ListOptionsBuilder().withLimit(PAGE).build();
    do {
      ConfigMapList page =
          client
              .configMaps()
              .inNamespace(namespace)
              .withLabel(ScanOwnership.SCAN_UID, scan.getMetadata().getUid())
              .list(options);
      page.getItems().forEach(each);
      options.setContinue(page.getMetadata() == null ? null : page.getMetadata().getContinue());
    } while (options.getContinue() != null && !options.getContinue().isEmpty());
  }

  private static Optional<Evidence> evidence(ConfigMap map, String digest) {
    return packed(map).flatMap(packed -> PackedEvidence.unpack(packed, digest));
  }

  static Optional<String> packed(ConfigMap map) {
    return Optional.ofNullable(orEmpty(map.getBinaryData()).get(EVIDENCE));
  }

  /** Without what it holds, which may be large. */
  private static ConfigMap named(ConfigMap map) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(map.getMetadata().getName())
        .withNamespace(map.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  private static String digest(ConfigMap map) {
    return orEmpty(map.getMetadata().getAnnotations()).getOrDefault(DIGEST, "");
  }

  static String name(ComplianceScan scan, String digest) {
    return "evidence-" + ShortHash.of(scan.getMetadata().getUid()) + "-" + digest;
  }

  private <T> T with(ComplianceScan scan, Function<NodeIndex, T> use) {
    return use.apply(
        indexes.computeIfAbsent(
            scan.getMetadata().getUid(), uid -> NodeIndex.read(client, namespace, scan)));
  }

  /** Whatever fails, the next call reads anew what is stored. */
  private void change(ComplianceScan scan, Consumer<NodeIndex> change) {
    try {
      change.accept(with(scan, Function.identity()));
    } catch (RuntimeException e) {
      indexes.remove(scan.getMetadata().getUid());
      throw e;
    }
  }

  /** Frees what is held in memory for scans that were deleted. */
  public void retain(Set<String> scanUids) {
    indexes.keySet().retainAll(scanUids);
    sizes.keySet().retainAll(scanUids);
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
