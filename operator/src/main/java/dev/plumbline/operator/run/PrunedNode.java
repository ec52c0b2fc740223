package dev.plumbline.operator.run;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpoints;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeSpecBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node is, where it is reached and whether it is ready, without what it has room for. The
 * cache of nodes is what grows most with a cluster, and most of a node is the same for many of
 * them: that is kept once. None of it is to be changed.
 */
final class PrunedNode {

  private static final Interner<String> TEXTS = Interners.newWeakInterner();
  private static final Interner<NodeSpec> SPECS = Interners.newWeakInterner();
  private static final Interner<NodeCondition> CONDITIONS = Interners.newWeakInterner();
  private static final Interner<NodeDaemonEndpoints> ENDPOINTS = Interners.newWeakInterner();
  private static final Interner<NodeSystemInfo> INFOS = Interners.newWeakInterner();

  private PrunedNode() {}

  static Node of(Node node) {
    Node kept = new Node();
    kept.setMetadata(metadata(node.getMetadata()));
    Optional.ofNullable(node.getSpec()).ifPresent(spec -> kept.setSpec(spec(spec)));
    Optional.ofNullable(node.getStatus()).ifPresent(status -> kept.setStatus(status(status)));
    return kept;
  }

  private static ObjectMeta metadata(ObjectMeta metadata) {
    ObjectMeta kept = new ObjectMeta();
    kept.setName(metadata.getName());
    kept.setUid(metadata.getUid());
    kept.setResourceVersion(metadata.getResourceVersion());
    kept.setGeneration(metadata.getGeneration());
    kept.setDeletionTimestamp(metadata.getDeletionTimestamp());
    Optional.ofNullable(metadata.getLabels()).ifPresent(all -> kept.setLabels(labels(all)));
    return kept;
  }

  private static Map<String, String> labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                label -> TEXTS.intern(label.getKey()), label -> TEXTS.intern(label.getValue())));
  }

  private static NodeSpec spec(NodeSpec spec) {
    return SPECS.intern(new NodeSpecBuilder().withTaints(spec.getTaints()).build());
  }

  private static NodeStatus status(NodeStatus status) {
    NodeStatus kept = new NodeStatus();
    kept.setAddresses(
        status.getAddresses().stream()
            .map(
                address ->
                    new NodeAddress(
                        TEXTS.intern(address.getAddress()), TEXTS.intern(address.getType())))
            .toList());
    kept.setConditions(
        status.getConditions().stream()
            .filter(condition -> NodeRules.READY.equals(condition.getType()))
            .map(PrunedNode::withoutTimes)
            .toList());
    kept.setDaemonEndpoints(shared(ENDPOINTS, status.getDaemonEndpoints()));
    kept.setNodeInfo(shared(INFOS, ofDistribution(status.getNodeInfo())));
    return kept;
  }

  /** Each node has its own, and nothing asks for them. */
  private static NodeCondition withoutTimes(NodeCondition condition) {
    return CONDITIONS.intern(
        new NodeConditionBuilder(condition)
            .withLastHeartbeatTime(null)
            .withLastTransitionTime(null)
            .build());
  }

  /** Without the identifiers of the machine. */
  private static @Nullable NodeSystemInfo ofDistribution(@Nullable NodeSystemInfo info) {
    return info == null
        ? null
        : new NodeSystemInfoBuilder()
            .withKubeletVersion(info.getKubeletVersion())
            .withOperatingSystem(info.getOperatingSystem())
            .withOsImage(info.getOsImage())
            .build();
  }

  private static <T> @Nullable T shared(Interner<T> interner, @Nullable T value) {
    return value == null ? null : interner.intern(value);
  }
}
