package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The RBAC objects that the API server creates at each start, as Kubernetes 1.30 to 1.36 ship them.
 * Anybody who may edit an object may label it, and the API server adds what is missing from its own
 * objects but never removes what was added; so the label counts only with the shipped content.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings">default
 *     roles and role bindings</a>
 */
final class BootstrapPolicy {

  private static final String LABEL = "kubernetes.io/bootstrapping";
  private static final String LABEL_VALUE = "rbac-defaults";
  private static final String CONTROLLER = "system:controller:";
  private static final String SYSTEM_NAMESPACE = "kube-system";

  private static final Set<String> USER_FACING = Set.of("cluster-admin", "admin", "edit", "view");

  /** The namespaces that have roles and bindings of the policy. */
  private static final Set<String> NAMESPACES = Set.of(SYSTEM_NAMESPACE, "kube-public");

  private static final String AUTHENTICATION_READER = "extension-apiserver-authentication-reader";

  /** The widest that a rule with a wildcard may be. */
  private record Limit(Set<String> verbs, Set<String> groups, Set<String> resources) {

    boolean covers(PolicyRule rule) {
      return verbs.containsAll(orEmpty(rule.getVerbs()))
          && groups.containsAll(orEmpty(rule.getApiGroups()))
          && resources.containsAll(orEmpty(rule.getResources()));
    }
  }

  private static final Set<String> ALL = Set.of("*");
  private static final Set<String> READ = Set.of("get", "list", "watch");

  /** The roles that ship with a wildcard. */
  private static final Map<String, List<Limit>> WILDCARDS =
      Map.of(
          "cluster-admin",
          List.of(new Limit(ALL, ALL, ALL)),
          "system:kube-controller-manager",
          List.of(new Limit(Set.of("list", "watch"), ALL, ALL)),
          "system:kubelet-api-admin",
          List.of(
              new Limit(
                  ALL,
                  Set.of(""),
                  Set.of(
                      "nodes/configz",
                      "nodes/healthz",
                      "nodes/log",
                      "nodes/metrics",
                      "nodes/pods",
                      "nodes/proxy",
                      "nodes/stats"))),
          CONTROLLER + "disruption-controller",
          List.of(new Limit(Set.of("get"), ALL, Set.of("*/scale"))),
          CONTROLLER + "generic-garbage-collector",
          List.of(new Limit(Set.of("delete", "get", "list", "patch", "update", "watch"), ALL, ALL)),
          CONTROLLER + "horizontal-pod-autoscaler",
          List.of(
              new Limit(Set.of("get", "update"), ALL, Set.of("*/scale")),
              new Limit(READ, Set.of("custom.metrics.k8s.io"), ALL),
              new Limit(READ, Set.of("external.metrics.k8s.io"), ALL)),
          CONTROLLER + "namespace-controller",
          List.of(
              new Limit(Set.of("delete", "deletecollection", "get", "list", "watch"), ALL, ALL)),
          CONTROLLER + "resourcequota-controller",
          List.of(new Limit(Set.of("list", "watch"), ALL, ALL)));

  private static final String AUTHENTICATED = "Group system:authenticated";

  /** The subjects of each ClusterRoleBinding; its role has the same name. */
  private static final Map<String, Set<String>> CLUSTER_BINDINGS =
      Map.ofEntries(
          Map.entry("cluster-admin", Set.of("Group system:masters")),
          Map.entry("system:basic-user", Set.of(AUTHENTICATED)),
          Map.entry("system:discovery", Set.of(AUTHENTICATED)),
          Map.entry(
              "system:kube-controller-manager", Set.of("User system:kube-controller-manager")),
          Map.entry("system:kube-dns", Set.of("ServiceAccount kube-system/kube-dns")),
          Map.entry("system:kube-scheduler", Set.of("User system:kube-scheduler")),
          Map.entry("system:monitoring", Set.of("Group system:monitoring")),
          Map.entry("system:node", Set.of()),
          Map.entry("system:node-proxier", Set.of("User system:kube-proxy")),
          Map.entry(
              "system:public-info-viewer", Set.of(AUTHENTICATED, "Group system:unauthenticated")),
          Map.entry(
              "system:service-account-issuer-discovery", Set.of("Group system:serviceaccounts")),
          Map.entry("system:volume-scheduler", Set.of("User system:kube-scheduler")));

  /** A RoleBinding in kube-system that is not a controller's. */
  private record Shipped(String role, Set<String> subjects) {}

  private static final Map<String, Shipped> BINDINGS =
      Map.of(
          "system::" + AUTHENTICATION_READER,
          new Shipped(
              AUTHENTICATION_READER,
              Set.of("User system:kube-controller-manager", "User system:kube-scheduler")),
          "system::leader-locking-kube-controller-manager",
          new Shipped(
              "system::leader-locking-kube-controller-manager",
              Set.of(
                  "User system:kube-controller-manager",
                  "ServiceAccount kube-system/kube-controller-manager",
                  "ServiceAccount kube-system/leader-election-controller")),
          "system::leader-locking-kube-scheduler",
          new Shipped(
              "system::leader-locking-kube-scheduler",
              Set.of("User system:kube-scheduler", "ServiceAccount kube-system/kube-scheduler")));

  private BootstrapPolicy() {}

  static boolean includesClusterRole(ObjectMeta metadata, Collection<PolicyRule> rules) {
    String name = metadata.getName();
    List<Limit> limits = WILDCARDS.getOrDefault(name, List.of());
    return isLabelled(metadata)
        && (USER_FACING.contains(name) || name.startsWith("system:"))
        && rules.stream()
            .filter(BootstrapPolicy::hasWildcard)
            .allMatch(rule -> limits.stream().anyMatch(limit -> limit.covers(rule)));
  }

  static boolean includesRole(ObjectMeta metadata, Collection<PolicyRule> rules) {
    String name = metadata.getName();
    return isLabelled(metadata)
        && NAMESPACES.contains(metadata.getNamespace())
        && (name.startsWith("system:") || name.equals(AUTHENTICATION_READER))
        && rules.stream().noneMatch(BootstrapPolicy::hasWildcard);
  }

  static boolean includesClusterRoleBinding(
      ObjectMeta metadata, RoleRef role, Collection<Subject> subjects) {
    String name = metadata.getName();
    return isLabelled(metadata)
        && role.getName().equals(name)
        && shippedSubjects(name, CLUSTER_BINDINGS.getOrDefault(name, Set.of()))
            .containsAll(ids(subjects));
  }

  static boolean includesRoleBinding(
      ObjectMeta metadata, RoleRef role, Collection<Subject> subjects) {
    String name = metadata.getName();
    Shipped shipped = BINDINGS.getOrDefault(name, new Shipped(name, Set.of()));
    return isLabelled(metadata)
        && NAMESPACES.contains(metadata.getNamespace())
        && role.getKind().equals("Role")
        && role.getName().equals(shipped.role())
        && shippedSubjects(name, shipped.subjects()).containsAll(ids(subjects));
  }

  /** A controller's binding has the controller's own service account and nobody else. */
  private static Set<String> shippedSubjects(String name, Set<String> named) {
    return name.startsWith(CONTROLLER)
        ? Set.of("ServiceAccount " + SYSTEM_NAMESPACE + "/" + name.substring(CONTROLLER.length()))
        : named;
  }

  private static boolean isLabelled(ObjectMeta metadata) {
    return metadata.getLabels() != null && LABEL_VALUE.equals(metadata.getLabels().get(LABEL));
  }

  private static boolean hasWildcard(PolicyRule rule) {
    return orEmpty(rule.getVerbs()).contains("*")
        || orEmpty(rule.getApiGroups()).contains("*")
        || orEmpty(rule.getResources()).contains("*");
  }

  private static Set<String> ids(Collection<Subject> subjects) {
    return subjects.stream().map(Rbac::id).collect(Collectors.toSet());
  }

  private static List<String> orEmpty(List<String> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
