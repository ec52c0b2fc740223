package dev.plumbline.operator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What a scan has of each node, in a few ConfigMaps of many nodes each. Read once, and written with
 * the resource version that was read: a second operator that writes meanwhile makes the write fail,
 * and all is read anew.
 */
final class NodeIndex {

  private static final Logger LOG = LogManager.getLogger(NodeIndex.class);

  static final String KIND = "nodes";

  /** A node takes up to a kilobyte, and an object may have about a megabyte. */
  private static final int NODES_PER_CONFIG_MAP = 250;

  private static final String DATA = "nodes.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final ComplianceScan scan;

  /** By name. */
  private final Map<String, Part> parts = new TreeMap<>();

  /** Each step of a run asks for them, and not each brings one. */
  private Results results = Results.UNKNOWN;

  private record Results(String run, Map<String, NodeResult> byNode) {
    static final Results UNKNOWN = new Results("", Map.of());
  }

  /** The result of one node in one run. */
  record Entry(String run, NodeResult result) {}

  /**
   * What a ConfigMap has.
   *
   * @param version of the ConfigMap as it was read or written last
   */
  private record Part(String version, Map<String, Entry> nodes) {

    static Part of(ConfigMap stored, Map<String, Entry> nodes) {
      return new Part(stored.getMetadata().getResourceVersion(), nodes);
    }
  }

  private NodeIndex(KubernetesClient client, String namespace, ComplianceScan scan) {
    this.client = client;
    this.namespace = namespace;
    this.scan = scan;
  }

  static NodeIndex read(KubernetesClient client, String namespace, ComplianceScan scan) {
    NodeIndex index = new NodeIndex(client, namespace, scan);
    client
        .configMaps()
        .inNamespace(namespace)
        .withLabels(EvidenceStore.labels(scan, KIND))
        .list()
        .getItems()
        .forEach(map -> index.parts.put(map.getMetadata().getName(), Part.of(map, nodes(map))));
    return index;
  }

  /** A part that is damaged is empty: its nodes are read again. */
  private static Map<String, Entry> nodes(ConfigMap map) {
    String json = Objects.requireNonNullElse(map.getData(), Map.<String, String>of()).get(DATA);
    try {
      Map<String, Entry> nodes =
          json == null ? null : JSON.readValue(json, new TypeReference<Map<String, Entry>>() {});
      return nodes == null ? new TreeMap<>() : new TreeMap<>(nodes);
    } catch (JsonProcessingException e) {
      LOG.warn(
          "The ConfigMap {} is damaged at line {}; the nodes in it are read again.",
          map.getMetadata().getName(),
          e.getLocation() == null ? 1 : e.getLocation().getLineNr());
      return new TreeMap<>();
    }
  }

  /** Of the nodes that have one in a run; what is written later is not among them. */
  Map<String, NodeResult> results(String run) {
    if (!results.run().equals(run)) {
      Map<String, NodeResult> all = new HashMap<>();
      parts.values().stream()
          .flatMap(part -> part.nodes().entrySet().stream())
          .filter(node -> node.getValue().run().equals(run))
          .forEach(node -> all.put(node.getKey(), node.getValue().result()));
      results = new Results(run, Collections.unmodifiableMap(all));
    }
    return results.byNode();
  }

  /** The digests of all evidence that a node refers to. */
  Set<String> digests() {
    return collected().map(NodeResult.Collected::digest).collect(Collectors.toSet());
  }

  /** The nodes that refer to evidence with one of the digests. */
  Set<String> nodesWith(Set<String> digests) {
    return collected()
        .filter(result -> digests.contains(result.digest()))
        .map(result -> result.node().name())
        .collect(Collectors.toSet());
  }

  private Stream<NodeResult.Collected> collected() {
    return parts.values().stream()
        .flatMap(part -> part.nodes().values().stream())
        .map(Entry::result)
        .filter(NodeResult.Collected.class::isInstance)
        .map(NodeResult.Collected.class::cast);
  }

  Set<String> names() {
    return Set.copyOf(parts.keySet());
  }

  /** Writes each ConfigMap that changes once. */
  void put(String run, Collection<? extends NodeResult> results) {
    Map<String, Map<String, Entry>> changed = new LinkedHashMap<>();
    for (NodeResult result : results) {
      String node = result.node().name();
      changed
          .computeIfAbsent(partFor(node, changed), name -> copy(name))
          .put(node, new Entry(run, result));
    }
    changed.forEach(this::write);
  }

  /** Forgets nodes, such as those that the cluster no longer has. */
  void remove(Set<String> nodes) {
    Map<String, Map<String, Entry>> changed = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          if (part.nodes().keySet().stream().anyMatch(nodes::contains)) {
            Map<String, Entry> left = copy(name);
            left.keySet().removeAll(nodes);
            changed.put(name, left);
          }
        });
    changed.forEach(this::write);
  }

  /** The nodes of any run. */
  Set<String> nodes() {
    Set<String> nodes = new HashSet<>();
    parts.values().forEach(part -> nodes.addAll(part.nodes().keySet()));
    return nodes;
  }

  private Map<String, Entry> copy(String part) {
    Part existing = parts.get(part);
    return existing == null ? new TreeMap<>() : new TreeMap<>(existing.nodes());
  }

  /** Where the node is, else the first part with room. */
  private String partFor(String node, Map<String, Map<String, Entry>> changed) {
    List<String> names = new ArrayList<>(parts.keySet());
    changed.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    for (String name : names) {
      if (nodes(name, changed).containsKey(node)) {
        return name;
      }
    }
    for (String name : names) {
      if (nodes(name, changed).size() < NODES_PER_CONFIG_MAP) {
        return name;
      }
    }
    int next = 0;
    while (names.contains(name(next))) {
      next++;
    }
    return name(next);
  }

  private Map<String, Entry> nodes(String part, Map<String, Map<String, Entry>> changed) {
    Map<String, Entry> nodes = changed.get(part);
    return nodes != null ? nodes : Objects.requireNonNull(parts.get(part)).nodes();
  }

  private String name(int part) {
    return KIND + "-" + ShortHash.of(scan.getMetadata().getUid()) + "-" + part;
  }

  private void write(String name, Map<String, Entry> nodes) {
    results = Results.UNKNOWN;
    Part existing = parts.get(name);
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(EvidenceStore.labels(scan, KIND))
            .withOwnerReferences(ScanOwnership.owner(scan))
            .endMetadata()
            .addToData(DATA, json(nodes))
            .build();
    if (existing != null) {
      map.getMetadata().setResourceVersion(existing.version());
    }
    var resource = client.resource(map);
    ConfigMap stored =
        existing == null
            ? resource.create()
            : resource.lockResourceVersion(existing.version()).update();
    parts.put(name, Part.of(stored, nodes));
  }

  private static String json(Map<String, Entry> nodes) {
    try {
      return JSON.writerFor(new TypeReference<Map<String, Entry>>() {}).writeValueAsString(nodes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results of nodes can't be written", e);
    }
  }
}
