package dev.plumbline.operator.store;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is stored of a scan's latest run, as somebody else than the operator reads it: nothing is
 * written and nothing deleted.
 */
public final class StoredRun {

  private static final String DAMAGED = "Its stored evidence is damaged or was deleted.";

  /** A kubelet's own words may be of any length. */
  private static final int MAX_MESSAGE = 600;

  private final KubernetesClient client;
  private final String namespace;
  private final ComplianceScan scan;

  /**
   * @param namespace the operator's
   */
  public StoredRun(KubernetesClient client, String namespace, ComplianceScan scan) {
    this.client = client;
    this.namespace = namespace;
    this.scan = scan;
  }

  /**
   * Reads it.
   *
   * @param product the name and version of the program that asks
   * @throws IllegalArgumentException when there is no run that has ended, or nothing is stored of
   *     it, or more than a bundle may have
   */
  public EvidenceBundle bundle(String product) {
    Run run = finished(scan);
    ComplianceScanStatus status = Objects.requireNonNull(scan.getStatus());
    Map<String, NodeResult> results =
        new TreeMap<>(NodeIndex.read(client, namespace, scan).results(run.id()));
    if (results.isEmpty()) {
      throw new IllegalArgumentException(
          "The namespace "
              + namespace
              + " holds no evidence of the scan "
              + scan.getMetadata().getName()
              + ". Name the operator's namespace with --namespace.");
    }
    SortedMap<String, String> evidence = evidence(results);
    List<BundleIndex.Node> nodes = new ArrayList<>();
    List<BundleIndex.ApiServer> apiServers = new ArrayList<>();
    for (NodeResult.Collected read : collected(results, evidence)) {
      if (read.node().countsAsNode()) {
        nodes.add(node(read));
      } else {
        apiServers.add(new BundleIndex.ApiServer(read.node().name(), read.digest(), read.time()));
      }
    }
    results.values().removeIf(result -> !result.node().countsAsNode());
    Platform platform = ClusterVersion.read(client);
    StoredInputs inputs = StoredInputs.read(client, namespace, scan, status.reports());
    requireUnchanged(run);
    Nodes counts = status.nodes() == null ? Nodes.allEvaluated(results.size()) : status.nodes();
    List<BundleIndex.Group> others = notEvaluated(results, nodes, counts);
    return new EvidenceBundle(
        new BundleIndex(
            BundleIndex.KIND,
            BundleIndex.VERSION,
            new BundleIndex.Exporter(product, Catalogue.load().digest()),
            new BundleIndex.Scan(scan.getMetadata().getName(), scan.getMetadata().getUid()),
            new BundleIndex.Run(
                run.id(),
                run.startTime(),
                Objects.toString(run.completionTime(), ""),
                run.recordedRulesDigest()),
            new BundleIndex.Cluster(platform.version(), platform.distributions()),
            status.reports().stream().map(BenchmarkReport::benchmark).toList(),
            nodes.size() + others.stream().mapToInt(BundleIndex.Group::count).sum(),
            nodes,
            apiServers,
            others,
            inputs.index()),
        evidence,
        inputs.texts());
  }

  private static Run finished(ComplianceScan scan) {
    Optional<Run> run =
        Optional.ofNullable(scan.getStatus())
            .flatMap(status -> Optional.ofNullable(status.run()))
            .filter(Run::finished);
    return run.orElseThrow(
        () ->
            new IllegalArgumentException(
                "No run of the scan "
                    + scan.getMetadata().getName()
                    + " has ended yet, or one is in progress: the nodes' evidence is being replaced."
                    + " \"kubectl plumbline scan "
                    + scan.getMetadata().getName()
                    + "\" waits for it."));
  }

  /** While evidence was read another run may have replaced some of it. */
  private void requireUnchanged(Run run) {
    ComplianceScan now = client.resource(scan).get();
    if (now == null || !finished(now).id().equals(run.id())) {
      throw new IllegalArgumentException(
          "Another run has begun while the evidence was read. Export again when it has ended.");
    }
  }

  /** One ConfigMap at a time: a node may have written up to a megabyte. */
  private SortedMap<String, String> evidence(Map<String, NodeResult> results) {
    SortedMap<String, String> evidence = new TreeMap<>();
    long size = 0;
    for (String digest : digests(results)) {
      ConfigMap map =
          client
              .configMaps()
              .inNamespace(namespace)
              .withName(EvidenceStore.name(scan, digest))
              .get();
      Optional<String> json =
          Optional.ofNullable(map)
              .flatMap(EvidenceStore::packed)
              .flatMap(packed -> PackedEvidence.text(packed, digest));
      json.ifPresent(text -> evidence.put(digest, text));
      size += json.map(String::length).orElse(0);
      if (size > EvidenceBundle.MAX_BYTES / 2) {
        throw new IllegalArgumentException(
            "The evidence of the scan "
                + scan.getMetadata().getName()
                + " is larger than a bundle may be. Scan fewer nodes at a time, by"
                + " spec.nodeSelector.");
      }
    }
    return evidence;
  }

  private static Set<String> digests(Map<String, NodeResult> results) {
    Set<String> digests = new TreeSet<>();
    results
        .values()
        .forEach(
            result -> {
              if (result instanceof NodeResult.Collected collected) {
                digests.add(collected.digest());
              }
            });
    return digests;
  }

  private static List<NodeResult.Collected> collected(
      Map<String, NodeResult> results, Map<String, String> evidence) {
    return results.values().stream()
        .filter(NodeResult.Collected.class::isInstance)
        .map(NodeResult.Collected.class::cast)
        .filter(read -> evidence.containsKey(read.digest()))
        .toList();
  }

  private static BundleIndex.Node node(NodeResult.Collected read) {
    return new BundleIndex.Node(
        read.node().name(),
        read.node().uid(),
        Printable.argument(read.node().version()),
        read.digest(),
        read.time());
  }

  /**
   * Of nodes that their objects alone decide on nothing is stored, and the status names the first
   * of them. What is missing even so was in a part of the index that is damaged.
   */
  private static List<BundleIndex.Group> notEvaluated(
      Map<String, NodeResult> results, List<BundleIndex.Node> nodes, Nodes counts) {
    Set<String> whole = nodes.stream().map(BundleIndex.Node::name).collect(Collectors.toSet());
    Map<NotEvaluated.Reason, List<BundleIndex.Unread>> unread = new TreeMap<>();
    for (NodeResult result : results.values()) {
      if (result instanceof NodeResult.NotRead not) {
        add(unread, not.reason(), not.node(), not.message());
      } else if (!whole.contains(result.node().name())) {
        add(unread, NotEvaluated.Reason.CollectionFailed, result.node(), DAMAGED);
      }
    }
    Map<NotEvaluated.Reason, Integer> numbers = new TreeMap<>();
    unread.forEach((reason, of) -> numbers.put(reason, of.size()));
    for (NotEvaluated group : counts.notEvaluatedReasons()) {
      if (!group.reason().wasTried()) {
        unread.put(group.reason(), group.nodes().stream().map(StoredRun::named).toList());
        numbers.put(group.reason(), group.count());
      }
    }
    int known = nodes.size() + numbers.values().stream().mapToInt(Integer::intValue).sum();
    if (known < counts.selected()) {
      numbers.merge(NotEvaluated.Reason.CollectionFailed, counts.selected() - known, Integer::sum);
    }
    return numbers.entrySet().stream()
        .map(
            entry ->
                new BundleIndex.Group(
                    entry.getKey(),
                    entry.getValue(),
                    unread.getOrDefault(entry.getKey(), List.of())))
        .toList();
  }

  private static void add(
      Map<NotEvaluated.Reason, List<BundleIndex.Unread>> to,
      NotEvaluated.Reason reason,
      NodeTarget node,
      String message) {
    to.computeIfAbsent(reason, same -> new ArrayList<>())
        .add(new BundleIndex.Unread(node.name(), node.uid(), message(message)));
  }

  private static BundleIndex.Unread named(NotEvaluated.Node node) {
    return new BundleIndex.Unread(node.name(), "", message(node.message()));
  }

  private static String message(String message) {
    return Printable.of(Printable.cut(message, MAX_MESSAGE));
  }
}
