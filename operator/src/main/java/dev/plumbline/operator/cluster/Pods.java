package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.WindowsSecurityContextOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Pods as expressions read them: what they may do, and whether they use Secrets. */
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
        isHostProcess(context.map(PodSecurityContext::getWindowsOptions))
            || containers.stream().anyMatch(c -> isHostProcess(windowsOptions(c))));
    described.put(
        "hostPaths",
        spec.getVolumes().stream()
            .filter(volume -> volume.getHostPath() != null)
            .map(volume -> volume.getHostPath().getPath())
            .toList());
    described.put("seccomp", containers.stream().allMatch(c -> isConfined(c, context)));
    described.put("containers", containers.stream().map(c -> container(c, context)).toList());
    described.putAll(PodSecurity.ofPod(pod, containers));
    return described;
  }

  /** Of every kind: the kubelet starts them all with the rights that they ask for. */
  private static List<Container> containers(PodSpec spec) {
    return Stream.of(
            spec.getInitContainers().stream(),
            spec.getContainers().stream(),
            spec.getEphemeralContainers().stream().map(Pods::container))
        .flatMap(kind -> kind)
        .toList();
  }

  /** An ephemeral container has the same fields and is another type. */
  private static Container container(EphemeralContainer ephemeral) {
    return new ContainerBuilder()
        .withName(ephemeral.getName())
        .withSecurityContext(ephemeral.getSecurityContext())
        .withPorts(ephemeral.getPorts())
        .withEnv(ephemeral.getEnv())
        .withEnvFrom(ephemeral.getEnvFrom())
        .withImage(ephemeral.getImage())
        .build();
  }

  /** The container's own profile replaces that of the pod. */
  private static boolean isConfined(Container container, Optional<PodSecurityContext> pod) {
    return Optional.ofNullable(container.getSecurityContext())
        .map(SecurityContext::getSeccompProfile)
        .or(() -> pod.map(PodSecurityContext::getSeccompProfile))
        .map(SeccompProfile::getType)
        .filter(type -> !type.equals("Unconfined"))
        .isPresent();
  }

  private static Optional<WindowsSecurityContextOptions> windowsOptions(Container container) {
    return Optional.ofNullable(container.getSecurityContext())
        .map(SecurityContext::getWindowsOptions);
  }

  private static boolean isHostProcess(Optional<WindowsSecurityContextOptions> options) {
    return options.filter(o -> Boolean.TRUE.equals(o.getHostProcess())).isPresent();
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
    described.putAll(PodSecurity.ofContainer(container, pod));
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
