package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Pods as expressions see them: what they may do, and that they use Secrets, but none of a Secret.
 */
final class Pods {

  private Pods() {}

  /**
   * A pod.
   *
   * @param mountNothing {@code namespace/name} of the service accounts whose token isn't mounted
   */
  static Map<String, Object> describe(Pod pod, Set<String> mountNothing) {
    PodSpec spec = pod.getSpec();
    String account = Objects.toString(spec.getServiceAccountName(), "default");
    String namespace = pod.getMetadata().getNamespace();
    Boolean automount = spec.getAutomountServiceAccountToken();
    Optional<PodSecurityContext> context = Optional.ofNullable(spec.getSecurityContext());
    List<Container> containers = containers(spec);
    Map<String, Object> described = new HashMap<>();
    described.put("name", pod.getMetadata().getName());
    described.put("namespace", namespace);
    described.put("serviceAccount", account);
    described.put(
        "tokenMounted",
        automount == null ? !mountNothing.contains(namespace + "/" + account) : automount);
    described.put("hostPID", Boolean.TRUE.equals(spec.getHostPID()));
    described.put("hostIPC", Boolean.TRUE.equals(spec.getHostIPC()));
    described.put("hostNetwork", Boolean.TRUE.equals(spec.getHostNetwork()));
    described.put(
        "windowsHostProcess",
        context
            .map(PodSecurityContext::getWindowsOptions)
            .filter(w -> Boolean.TRUE.equals(w.getHostProcess()))
            .isPresent());
    described.put(
        "hostPaths",
        spec.getVolumes().stream()
            .filter(volume -> volume.getHostPath() != null)
            .map(volume -> volume.getHostPath().getPath())
            .toList());
    described.put(
        "seccomp",
        confined(context.map(PodSecurityContext::getSeccompProfile).map(p -> p.getType()))
            || containers.stream().allMatch(Pods::hasProfile));
    described.put("containers", containers.stream().map(c -> container(c, context)).toList());
    return described;
  }

  private static List<Container> containers(PodSpec spec) {
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream()).toList();
  }

  private static boolean confined(Optional<String> profile) {
    return profile.filter(type -> !type.equals("Unconfined")).isPresent();
  }

  private static boolean hasProfile(Container container) {
    return confined(
        Optional.ofNullable(container.getSecurityContext())
            .map(SecurityContext::getSeccompProfile)
            .map(p -> p.getType()));
  }

  private static Map<String, Object> container(
      Container container, Optional<PodSecurityContext> pod) {
    Optional<SecurityContext> own = Optional.ofNullable(container.getSecurityContext());
    Optional<Boolean> nonRoot =
        own.map(SecurityContext::getRunAsNonRoot)
            .or(() -> pod.map(PodSecurityContext::getRunAsNonRoot));
    Optional<Long> user =
        own.map(SecurityContext::getRunAsUser).or(() -> pod.map(PodSecurityContext::getRunAsUser));
    boolean privileged = own.map(SecurityContext::getPrivileged).orElse(false);
    Map<String, Object> described = new HashMap<>();
    described.put("name", container.getName());
    described.put("privileged", privileged);
    described.put(
        "allowPrivilegeEscalation",
        privileged || own.map(SecurityContext::getAllowPrivilegeEscalation).orElse(true));
    described.put("runAsNonRoot", nonRoot.orElse(false) || user.filter(id -> id != 0).isPresent());
    described.put("added", capabilities(own, true));
    described.put("dropped", capabilities(own, false));
    described.put(
        "hostPorts",
        container.getPorts().stream()
            .map(port -> port.getHostPort())
            .filter(port -> port != null && port != 0)
            .map(Integer::longValue)
            .toList());
    described.put("secretEnvironment", secretEnvironment(container));
    return described;
  }

  private static List<String> capabilities(Optional<SecurityContext> own, boolean added) {
    return own.map(SecurityContext::getCapabilities)
        .map(c -> added ? c.getAdd() : c.getDrop())
        .map(all -> (List<String>) new ArrayList<>(all))
        .orElse(List.of());
  }

  private static boolean secretEnvironment(Container container) {
    return container.getEnv().stream()
            .anyMatch(e -> e.getValueFrom() != null && e.getValueFrom().getSecretKeyRef() != null)
        || container.getEnvFrom().stream().anyMatch(e -> e.getSecretRef() != null);
  }
}
