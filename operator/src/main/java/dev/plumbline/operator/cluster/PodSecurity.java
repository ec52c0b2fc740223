package dev.plumbline.operator.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of pods that the Pod Security Standards restrict.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
final class PodSecurity {

  /** Where AppArmor profiles were written before Kubernetes 1.30; still read. */
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private PodSecurity() {}

  /** Of the pod, and of its containers where only the values matter and not which has them. */
  static Map<String, Object> ofPod(Pod pod, List<Container> containers) {
    PodSpec spec = pod.getSpec();
    Optional<PodSecurityContext> context = Optional.ofNullable(spec.getSecurityContext());
    Map<String, Object> described = new HashMap<>();
    described.put("labels", labels(pod));
    described.put("windows", spec.getOs() != null && "windows".equals(spec.getOs().getName()));
    described.put("userNamespace", Boolean.FALSE.equals(spec.getHostUsers()));
    described.put("volumes", spec.getVolumes().stream().map(PodSecurity::source).toList());
    described.put(
        "sysctls",
        context.stream().flatMap(c -> c.getSysctls().stream()).map(Sysctl::getName).toList());
    described.put("appArmor", appArmor(pod, context, containers));
    described.put("seLinux", seLinux(context, containers));
    described.put("seccompProfiles", seccomp(context, containers));
    described.put("user", context.map(PodSecurityContext::getRunAsUser).orElse(-1L));
    described.put(
        "nonRootRefused",
        context.map(PodSecurityContext::getRunAsNonRoot).filter(required -> !required).isPresent());
    return described;
  }

  /** Of one container. */
  static Map<String, Object> ofContainer(Container container, Optional<PodSecurityContext> pod) {
    Optional<SecurityContext> own = Optional.ofNullable(container.getSecurityContext());
    return Map.of(
        "image",
        Objects.toString(container.getImage(), ""),
        "procMount",
        own.map(SecurityContext::getProcMount).orElse("Default"),
        "user",
        own.map(SecurityContext::getRunAsUser).orElse(-1L),
        "nonRootRequired",
        own.map(SecurityContext::getRunAsNonRoot)
            .or(() -> pod.map(PodSecurityContext::getRunAsNonRoot))
            .orElse(false),
        "seccompProfile",
        own.map(SecurityContext::getSeccompProfile)
            .or(() -> pod.map(PodSecurityContext::getSeccompProfile))
            .map(SeccompProfile::getType)
            .orElse(""),
        "readOnlyRoot",
        own.map(SecurityContext::getReadOnlyRootFilesystem).orElse(false),
        "probeHosts",
        hosts(container));
  }

  /** Those that name the application. A cluster's pods have many others, which nothing reads. */
  private static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = new HashMap<>();
    orEmpty(pod.getMetadata().getLabels())
        .forEach(
            (name, value) -> {
              if (name.equals("k8s-app") || name.startsWith("app.kubernetes.io/")) {
                labels.put(name, value);
              }
            });
    return labels;
  }

  private static Map<String, String> orEmpty(Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }

  /** The kind of a volume is the name of its only field beside the volume's own name. */
  private static String source(Volume volume) {
    return JSON.convertValue(volume, new TypeReference<Map<String, Object>>() {}).keySet().stream()
        .filter(field -> !field.equals("name"))
        .findFirst()
        // The API takes a volume without a source as an emptyDir.
        .orElse("emptyDir");
  }

  private static List<String> appArmor(
      Pod pod, Optional<PodSecurityContext> context, List<Container> containers) {
    List<String> profiles = new ArrayList<>();
    Stream.concat(
            context.map(PodSecurityContext::getAppArmorProfile).stream(),
            contexts(containers).map(SecurityContext::getAppArmorProfile).filter(Objects::nonNull))
        .map(AppArmorProfile::getType)
        .forEach(profiles::add);
    orEmpty(pod.getMetadata().getAnnotations())
        .forEach(
            (name, value) -> {
              if (name.startsWith(APP_ARMOR)) {
                profiles.add(ofAnnotation(value));
              }
            });
    return profiles;
  }

  /** The annotation's values under the names that the field gives them. */
  private static String ofAnnotation(String value) {
    return value.isEmpty() || value.equals("runtime/default")
        ? "RuntimeDefault"
        : value.startsWith("localhost/") ? "Localhost" : value;
  }

  private static List<Map<String, String>> seLinux(
      Optional<PodSecurityContext> context, List<Container> containers) {
    return Stream.concat(
            context.map(PodSecurityContext::getSeLinuxOptions).stream(),
            contexts(containers).map(SecurityContext::getSeLinuxOptions).filter(Objects::nonNull))
        .map(PodSecurity::options)
        .toList();
  }

  private static Map<String, String> options(SELinuxOptions options) {
    return Map.of(
        "type", Objects.toString(options.getType(), ""),
        "user", Objects.toString(options.getUser(), ""),
        "role", Objects.toString(options.getRole(), ""));
  }

  /** The profiles that are explicit, wherever they are. */
  private static List<String> seccomp(
      Optional<PodSecurityContext> context, List<Container> containers) {
    return Stream.concat(
            context.map(PodSecurityContext::getSeccompProfile).stream(),
            contexts(containers).map(SecurityContext::getSeccompProfile).filter(Objects::nonNull))
        .map(SeccompProfile::getType)
        .toList();
  }

  private static Stream<SecurityContext> contexts(List<Container> containers) {
    return containers.stream().map(Container::getSecurityContext).filter(Objects::nonNull);
  }

  /** Hosts that probes and handlers of a container's lifecycle name, and that are not its pod. */
  private static List<String> hosts(Container container) {
    Stream<Probe> probes =
        Stream.of(
            container.getLivenessProbe(),
            container.getReadinessProbe(),
            container.getStartupProbe());
    Stream<LifecycleHandler> handlers =
        Optional.ofNullable(container.getLifecycle()).stream()
            .flatMap(lifecycle -> Stream.of(lifecycle.getPostStart(), lifecycle.getPreStop()));
    return Stream.concat(
            probes.filter(Objects::nonNull).flatMap(p -> hosts(p.getHttpGet(), p.getTcpSocket())),
            handlers.filter(Objects::nonNull).flatMap(h -> hosts(h.getHttpGet(), h.getTcpSocket())))
        .filter(host -> !host.isEmpty())
        .toList();
  }

  private static Stream<String> hosts(@Nullable HTTPGetAction http, @Nullable TCPSocketAction tcp) {
    return Stream.of(
        http == null ? "" : Objects.toString(http.getHost(), ""),
        tcp == null ? "" : Objects.toString(tcp.getHost(), ""));
  }
}
