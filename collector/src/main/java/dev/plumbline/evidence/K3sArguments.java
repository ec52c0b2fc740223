package dev.plumbline.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of k3s and RKE2 that give components their arguments, on their command lines and in
 * their {@code config.yaml}.
 *
 * @see <a href="https://docs.k3s.io/cli/server">options of a server</a>; pkg/cli/cmds/server.go and
 *     agent.go of k3s v1.29.15 to v1.36.3
 */
public final class K3sArguments {

  /** By component; the first is the one that is documented. */
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "kube-apiserver", List.of("kube-apiserver-arg"),
          "kube-controller-manager", List.of("kube-controller-manager-arg", "kube-controller-arg"),
          "kube-scheduler", List.of("kube-scheduler-arg"),
          "etcd", List.of("etcd-arg"),
          "kubelet", List.of("kubelet-arg"),
          "kube-proxy", List.of("kube-proxy-arg"));

  private K3sArguments() {}

  /** Of all components. */
  public static Set<String> options() {
    return OPTIONS.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
  }

  /** Of one component; none where they start no such component. */
  public static List<String> options(String component) {
    return OPTIONS.getOrDefault(component, List.of());
  }

  /**
   * The option to use for a component.
   *
   * @param component one that they start
   */
  public static String option(String component) {
    return options(component).get(0);
  }

  /** The component that an option is for; empty where it is another option. */
  public static Optional<String> component(String option) {
    return OPTIONS.keySet().stream()
        .filter(component -> options(component).contains(option))
        .findFirst();
  }
}
