package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Roles and bindings as expressions see them. */
final class Rbac {

  private static final String BOOTSTRAPPING = "kubernetes.io/bootstrapping";

  private Rbac() {}

  static Object clusterRole(ClusterRole role) {
    return role(role.getMetadata(), role.getRules());
  }

  static Object role(Role role) {
    return role(role.getMetadata(), role.getRules());
  }

  private static Object role(ObjectMeta metadata, List<PolicyRule> rules) {
    return Map.of(
        "name", metadata.getName(),
        "namespace", Objects.toString(metadata.getNamespace(), ""),
        "builtIn", builtIn(metadata),
        "rules", orEmpty(rules).stream().map(Rbac::rule).toList());
  }

  private static Map<String, Object> rule(PolicyRule rule) {
    return Map.of(
        "verbs", orEmpty(rule.getVerbs()),
        "apiGroups", orEmpty(rule.getApiGroups()),
        "resources", orEmpty(rule.getResources()));
  }

  static Object clusterRoleBinding(ClusterRoleBinding binding) {
    return binding(binding.getMetadata(), binding.getRoleRef(), binding.getSubjects());
  }

  static Object roleBinding(RoleBinding binding) {
    return binding(binding.getMetadata(), binding.getRoleRef(), binding.getSubjects());
  }

  private static Object binding(ObjectMeta metadata, RoleRef role, List<Subject> subjects) {
    return Map.of(
        "name", metadata.getName(),
        "namespace", Objects.toString(metadata.getNamespace(), ""),
        "builtIn", builtIn(metadata),
        "roleKind", role.getKind(),
        "role", role.getName(),
        "subjects", orEmpty(subjects).stream().map(Rbac::subject).toList());
  }

  private static Map<String, Object> subject(Subject subject) {
    String namespace = Objects.toString(subject.getNamespace(), "");
    String name = namespace.isEmpty() ? subject.getName() : namespace + "/" + subject.getName();
    return Map.of(
        "kind",
        subject.getKind(),
        "name",
        subject.getName(),
        "namespace",
        namespace,
        "id",
        subject.getKind() + " " + name);
  }

  /** The API server labels what it makes itself, and sets it right again at each start. */
  private static boolean builtIn(ObjectMeta metadata) {
    return metadata.getLabels() != null && metadata.getLabels().containsKey(BOOTSTRAPPING);
  }

  @SuppressWarnings("ConstantValue")
  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
