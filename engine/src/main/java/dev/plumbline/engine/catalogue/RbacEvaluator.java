package dev.plumbline.engine.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who may do what by RBAC, from the cluster's roles and bindings.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">RBAC</a>
 */
final class RbacEvaluator {

  private final Map<?, ?> cluster;

  private RbacEvaluator(Map<?, ?> cluster) {
    this.cluster = cluster;
  }

  static RbacEvaluator of(Object cluster) {
    if (cluster instanceof Map<?, ?> map) {
      return new RbacEvaluator(map);
    }
    throw new IllegalArgumentException("whoCan takes the cluster");
  }

  /**
   * The subjects that are granted a verb on a resource, in any namespace or in one. A rule that is
   * restricted to named objects grants none of the others, and does not count.
   *
   * @param resource a resource, or one with a subresource such as {@code pods/exec}
   * @return {@code Kind name} or {@code ServiceAccount namespace/name}, with the binding
   */
  List<String> whoCan(String verb, String group, String resource) {
    Set<String> subjects = new LinkedHashSet<>();
    for (Map<?, ?> binding : items("clusterRoleBindings")) {
      grant(binding, verb, group, resource, subjects);
    }
    for (Map<?, ?> binding : items("roleBindings")) {
      grant(binding, verb, group, resource, subjects);
    }
    return new ArrayList<>(subjects);
  }

  private void grant(
      Map<?, ?> binding, String verb, String group, String resource, Set<String> subjects) {
    if (!rules(binding).stream().anyMatch(rule -> allows(rule, verb, group, resource))) {
      return;
    }
    String namespace = text(binding, "namespace");
    String where =
        namespace.isEmpty()
            ? "ClusterRoleBinding " + text(binding, "name")
            : "RoleBinding " + namespace + "/" + text(binding, "name");
    for (Map<?, ?> subject : CelValues.maps(binding.get("subjects"))) {
      subjects.add(text(subject, "id") + " by " + where);
    }
  }

  private List<Map<?, ?>> rules(Map<?, ?> binding) {
    String role = text(binding, "role");
    boolean clusterRole = text(binding, "roleKind").equals("ClusterRole");
    return items(clusterRole ? "clusterRoles" : "roles").stream()
        .filter(r -> text(r, "name").equals(role))
        .filter(r -> clusterRole || text(r, "namespace").equals(text(binding, "namespace")))
        .flatMap(r -> CelValues.maps(r.get("rules")).stream())
        .toList();
  }

  private static boolean allows(Map<?, ?> rule, String verb, String group, String resource) {
    String sub =
        resource.indexOf('/') < 0 ? "" : "*/" + resource.substring(resource.indexOf('/') + 1);
    return !isRestrictedToNames(rule)
        && has(rule, "verbs", verb)
        && has(rule, "apiGroups", group)
        && (has(rule, "resources", resource) || !sub.isEmpty() && has(rule, "resources", sub));
  }

  private static boolean isRestrictedToNames(Map<?, ?> rule) {
    return rule.get("resourceNames") instanceof List<?> names && !names.isEmpty();
  }

  private static boolean has(Map<?, ?> rule, String field, String value) {
    return rule.get(field) instanceof List<?> all && (all.contains(value) || all.contains("*"));
  }

  private List<Map<?, ?>> items(String kind) {
    return CelValues.maps(cluster.get(kind));
  }

  private static String text(Map<?, ?> map, String field) {
    return Objects.toString(map.get(field), "");
  }
}
