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

/** Roles and bindings as expressions read them. */
final class Rbac {

  private Rbac() {}

  static Map<String, Object> clusterRole(ClusterRole role) {
    List<PolicyRule> rules = orEmpty(role.getRules());
    return role(
        role.getMetadata(), rules, BootstrapPolicy.includesClusterRole(role.getMetadata(), rules));
  }

  static Map<String, Object> role(Role role) {
    List<PolicyRule> rules = orEmpty(role.getRules());
    return role(role.getMetadata(), rules, BootstrapPolicy.includesRole(role.getMetadata(), rules));
  }

  private static Map<String, Object> role(
      ObjectMeta metadata, List<PolicyRule> rules, boolean builtIn) {
    return Map.of(
        "name", metadata.getName(),
        "namespace", Objects.toString(metadata.getNamespace(), ""),
        "builtIn", builtIn,
        "rules", rules.stream().map(Rbac::rule).toList());
  }

  private static Map<String, Object> rule(PolicyRule rule) {
    return Map.of(
        "verbs", orEmpty(rule.getVerbs()),
        "apiGroups", orEmpty(rule.getApiGroups()),
        "resources", orEmpty(rule.getResources()),
        "resourceNames", orEmpty(rule.getResourceNames()));
  }

  static Map<String, Object> clusterRoleBinding(ClusterRoleBinding binding) {
    List<Subject> subjects = orEmpty(binding.getSubjects());
    return binding(
        binding.getMetadata(),
        binding.getRoleRef(),
        subjects,
        BootstrapPolicy.includesClusterRoleBinding(
            binding.getMetadata(), binding.getRoleRef(), subjects));
  }

  static Map<String, Object> roleBinding(RoleBinding binding) {
    List<Subject> subjects = orEmpty(binding.getSubjects());
    return binding(
        binding.getMetadata(),
        binding.getRoleRef(),
        subjects,
        BootstrapPolicy.includesRoleBinding(binding.getMetadata(), binding.getRoleRef(), subjects));
  }

  private static Map<String, Object> binding(
      ObjectMeta metadata, RoleRef role, List<Subject> subjects, boolean builtIn) {
    return Map.of(
        "name", metadata.getName(),
        "namespace", Objects.toString(metadata.getNamespace(), ""),
        "builtIn", builtIn,
        "roleKind", role.getKind(),
        "role", role.getName(),
        "subjects", subjects.stream().map(Rbac::subject).toList());
  }

  private static Map<String, Object> subject(Subject subject) {
    return Map.of(
        "kind", subject.getKind(),
        "name", subject.getName(),
        "namespace", Objects.toString(subject.getNamespace(), ""),
        "id", id(subject));
  }

  /** A subject as findings name it, such as {@code ServiceAccount kube-system/job-controller}. */
  static String id(Subject subject) {
    String namespace = Objects.toString(subject.getNamespace(), "");
    return subject.getKind()
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + subject.getName();
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
