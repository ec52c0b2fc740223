package dev.plumbline.operator.run;

import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the pod of one node needs.
 *
 * @param required directories that the installer of the operator lists: without one of them the
 *     node is not evaluated
 * @param optional directories that are chosen for the node: one that it lacks is left out, and what
 *     would be in it is out of scope
 * @param seLinuxType the type that the pod's process needs to read them
 */
record PodNeeds(List<String> required, List<String> optional, Optional<String> seLinuxType) {

  /**
   * Operating systems that enforce SELinux, and where a container of the default type may not read
   * every file that the benchmark is about.
   *
   * <p>OpenShift's own log collector runs as spc_t to read host files, without privileges
   * (github.com/openshift/cluster-logging-operator, internal/auth/securitycontextconstraint.go,
   * commit 16833e53). Bottlerocket has spc_t as an alias of control_t, and denies container_t what
   * it calls read-restricted (github.com/bottlerocket-os/bottlerocket-core-kit,
   * packages/selinux-policy/subject.cil, commit 758d4b76, and rules.cil, commit 440fd045).
   */
  private static final Pattern ENFORCING =
      Pattern.compile("(Red Hat Enterprise Linux|CentOS Stream|Fedora) CoreOS.*|Bottlerocket OS.*");

  private static final String UNCONFINED_CONTAINER = "spc_t";

  PodNeeds {
    required = outermost(required);
    optional = outermost(optional);
  }

  static PodNeeds of(Node node, OperatorSettings settings) {
    Optional<String> seLinuxType =
        settings.seLinuxType().or(() -> osImage(node).flatMap(PodNeeds::seLinuxType));
    return settings.hostPaths().isEmpty()
        ? new PodNeeds(List.of(), OperatorSettings.DEFAULT_HOST_PATHS, seLinuxType)
        : new PodNeeds(settings.hostPaths(), List.of(), seLinuxType);
  }

  private static Optional<String> osImage(Node node) {
    return Optional.ofNullable(node.getStatus())
        .map(NodeStatus::getNodeInfo)
        .map(NodeSystemInfo::getOsImage);
  }

  /** By the name that the kubelet reports, which is PRETTY_NAME of /etc/os-release. */
  private static Optional<String> seLinuxType(String osImage) {
    return ENFORCING.matcher(osImage).matches()
        ? Optional.of(UNCONFINED_CONTAINER)
        : Optional.empty();
  }

  /** The directories to mount. */
  List<String> hostPaths(Collection<String> without) {
    return outermost(
        Stream.concat(required.stream(), optional.stream())
            .filter(path -> !without.contains(path))
            .toList());
  }

  /** Without those that are below another: a mount would hide nothing and could only fail. */
  private static List<String> outermost(List<String> paths) {
    return paths.stream()
        .distinct()
        .filter(path -> paths.stream().noneMatch(other -> path.startsWith(other + "/")))
        .toList();
  }
}
