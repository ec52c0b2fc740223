package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RBAC objects as the API server returns them, and as expressions read them. */
class RbacTest {

  private static final String LABELLED = "labels: {kubernetes.io/bootstrapping: rbac-defaults}";

  private static Map<String, Object> clusterRole(String yaml) {
    return Rbac.clusterRole(Serialization.unmarshal(yaml, ClusterRole.class));
  }

  private static Map<String, Object> clusterRoleBinding(String yaml) {
    return Rbac.clusterRoleBinding(Serialization.unmarshal(yaml, ClusterRoleBinding.class));
  }

  private static String clusterRole(String name, String verb, String group, String resource) {
    return """
        metadata: {name: '%s', %s}
        rules: [{verbs: ['%s'], apiGroups: ['%s'], resources: ['%s']}]
        """
        .formatted(name, LABELLED, verb, group, resource);
  }

  private static String clusterRoleBinding(String name, String role, String... subjects) {
    return """
        metadata: {name: '%s', %s}
        roleRef: {kind: ClusterRole, name: '%s'}
        subjects: [%s]
        """
        .formatted(name, LABELLED, role, String.join(", ", subjects));
  }

  private static String subject(String kind, String name) {
    return "{kind: %s, name: '%s'}".formatted(kind, name);
  }

  @Test
  void ruleKeepsVerbsGroupsResourcesAndResourceNames() {
    Map<String, Object> role =
        clusterRole(
            """
            metadata: {name: reader}
            rules:
              - verbs: [get]
                apiGroups: ['']
                resources: [secrets]
                resourceNames: [registry-credentials]
              - verbs: [get]
                nonResourceURLs: [/metrics]
            """);
    assertThat(role)
        .containsEntry("name", "reader")
        .containsEntry("namespace", "")
        .containsEntry("builtIn", false)
        .containsEntry(
            "rules",
            List.of(
                Map.of(
                    "verbs", List.of("get"),
                    "apiGroups", List.of(""),
                    "resources", List.of("secrets"),
                    "resourceNames", List.of("registry-credentials")),
                Map.of(
                    "verbs", List.of("get"),
                    "apiGroups", List.of(),
                    "resources", List.of(),
                    "resourceNames", List.of())));
  }

  @Test
  void bindingKeepsItsRoleAndSubjects() {
    RoleBinding binding =
        Serialization.unmarshal(
            """
            metadata: {name: deployers, namespace: shop}
            roleRef: {kind: Role, name: deployer}
            subjects:
              - {kind: ServiceAccount, name: robot, namespace: ci}
              - {kind: Group, name: developers}
            """,
            RoleBinding.class);
    assertThat(Rbac.roleBinding(binding))
        .containsEntry("namespace", "shop")
        .containsEntry("roleKind", "Role")
        .containsEntry("role", "deployer")
        .containsEntry(
            "subjects",
            List.of(
                Map.of(
                    "kind", "ServiceAccount",
                    "name", "robot",
                    "namespace", "ci",
                    "id", "ServiceAccount ci/robot"),
                Map.of(
                    "kind", "Group",
                    "name", "developers",
                    "namespace", "",
                    "id", "Group developers")));
  }

  @Test
  void bindingWithoutSubjectsHasAnEmptyList() {
    assertThat(
            clusterRoleBinding(
                """
                metadata: {name: 'system:node'}
                roleRef: {kind: ClusterRole, name: 'system:node'}
                """))
        .containsEntry("subjects", List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-admin", "admin", "edit", "view", "system:discovery"})
  void roleOfTheBootstrapPolicyIsBuiltIn(String name) {
    assertThat(clusterRole(clusterRole(name, "get", "", "pods"))).containsEntry("builtIn", true);
  }

  @Test
  void roleOfTheBootstrapPolicyKeepsItsOwnWildcards() {
    assertThat(clusterRole(clusterRole("cluster-admin", "*", "*", "*")))
        .containsEntry("builtIn", true);
    assertThat(
            clusterRole(
                clusterRole("system:controller:generic-garbage-collector", "list", "*", "*")))
        .containsEntry("builtIn", true);
    assertThat(
            clusterRole(
                clusterRole(
                    "system:controller:horizontal-pod-autoscaler",
                    "watch",
                    "custom.metrics.k8s.io",
                    "*")))
        .containsEntry("builtIn", true);
  }

  @Test
  void labelAloneDoesNotMakeARoleBuiltIn() {
    assertThat(clusterRole(clusterRole("shop-admin", "*", "*", "*")))
        .containsEntry("builtIn", false);
    Role role =
        Serialization.unmarshal(
            "metadata: {name: admin, namespace: shop, " + LABELLED + "}", Role.class);
    assertThat(Rbac.role(role)).containsEntry("builtIn", false);
  }

  @Test
  void nameAloneDoesNotMakeARoleBuiltIn() {
    assertThat(clusterRole("metadata: {name: cluster-admin}")).containsEntry("builtIn", false);
    assertThat(
            clusterRole("metadata: {name: view, labels: {kubernetes.io/bootstrapping: something}}"))
        .containsEntry("builtIn", false);
  }

  @Test
  void wildcardThatIsNotShippedMakesABootstrapRoleTheUsersOwn() {
    assertThat(clusterRole(clusterRole("system:discovery", "*", "*", "*")))
        .containsEntry("builtIn", false);
    assertThat(
            clusterRole(
                clusterRole("system:controller:generic-garbage-collector", "create", "*", "*")))
        .containsEntry("builtIn", false);
    assertThat(clusterRole(clusterRole("system:anything", "get", "*", "secrets")))
        .containsEntry("builtIn", false);
  }

  @Test
  void namespacedRoleOfTheBootstrapPolicyIsBuiltInInItsNamespaceOnly() {
    String yaml = "metadata: {name: '%s', namespace: %s, " + LABELLED + "}";
    assertThat(
            Rbac.role(
                Serialization.unmarshal(
                    yaml.formatted("system:controller:token-cleaner", "kube-system"), Role.class)))
        .containsEntry("builtIn", true);
    assertThat(
            Rbac.role(
                Serialization.unmarshal(
                    yaml.formatted("extension-apiserver-authentication-reader", "kube-system"),
                    Role.class)))
        .containsEntry("builtIn", true);
    assertThat(
            Rbac.role(
                Serialization.unmarshal(
                    yaml.formatted("system:controller:token-cleaner", "shop"), Role.class)))
        .containsEntry("builtIn", false);
  }

  @Test
  void bindingAsShippedIsBuiltIn() {
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:public-info-viewer",
                    "system:public-info-viewer",
                    subject("Group", "system:authenticated"),
                    subject("Group", "system:unauthenticated"))))
        .containsEntry("builtIn", true);
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:volume-scheduler",
                    "system:volume-scheduler",
                    subject("User", "system:kube-scheduler"))))
        .containsEntry("builtIn", true);
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:controller:job-controller",
                    "system:controller:job-controller",
                    "{kind: ServiceAccount, name: job-controller, namespace: kube-system}")))
        .containsEntry("builtIn", true);
  }

  @Test
  void bindingWithFewerSubjectsThanShippedIsBuiltIn() {
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:public-info-viewer",
                    "system:public-info-viewer",
                    subject("Group", "system:authenticated"))))
        .containsEntry("builtIn", true);
  }

  @Test
  void labelDoesNotHideABindingOfClusterAdminToAnonymous() {
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding("x", "cluster-admin", subject("User", "system:anonymous"))))
        .containsEntry("builtIn", false);
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:x", "cluster-admin", subject("User", "system:anonymous"))))
        .containsEntry("builtIn", false);
  }

  @Test
  void subjectThatIsNotShippedMakesABootstrapBindingTheUsersOwn() {
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "cluster-admin",
                    "cluster-admin",
                    subject("Group", "system:masters"),
                    subject("Group", "system:unauthenticated"))))
        .containsEntry("builtIn", false);
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:controller:job-controller",
                    "system:controller:job-controller",
                    "{kind: ServiceAccount, name: job-controller, namespace: shop}")))
        .containsEntry("builtIn", false);
  }

  @Test
  void roleThatIsNotShippedMakesABootstrapBindingTheUsersOwn() {
    assertThat(
            clusterRoleBinding(
                clusterRoleBinding(
                    "system:public-info-viewer",
                    "cluster-admin",
                    subject("Group", "system:unauthenticated"))))
        .containsEntry("builtIn", false);
  }

  @Test
  void namespacedBindingOfTheBootstrapPolicyIsBuiltInInItsNamespaceOnly() {
    String yaml =
        """
        metadata: {name: 'system:controller:bootstrap-signer', namespace: %s, %s}
        roleRef: {kind: Role, name: 'system:controller:bootstrap-signer'}
        subjects: [{kind: ServiceAccount, name: bootstrap-signer, namespace: kube-system}]
        """;
    for (String namespace : List.of("kube-system", "kube-public")) {
      assertThat(
              Rbac.roleBinding(
                  Serialization.unmarshal(yaml.formatted(namespace, LABELLED), RoleBinding.class)))
          .containsEntry("builtIn", true);
    }
    assertThat(
            Rbac.roleBinding(
                Serialization.unmarshal(yaml.formatted("shop", LABELLED), RoleBinding.class)))
        .containsEntry("builtIn", false);
  }
}
