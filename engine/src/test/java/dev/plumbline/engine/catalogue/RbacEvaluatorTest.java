package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RbacEvaluatorTest {

  private static List<String> whoCanGetSecrets(Map<String, Object> rule) {
    return RbacEvaluator.of(
            Map.of(
                "clusterRoles",
                List.of(Map.of("name", "reader", "namespace", "", "rules", List.of(rule))),
                "clusterRoleBindings",
                List.of(
                    Map.of(
                        "name", "readers",
                        "namespace", "",
                        "roleKind", "ClusterRole",
                        "role", "reader",
                        "subjects", List.of(Map.of("id", "User alice"))))))
        .whoCan("get", "", "secrets");
  }

  private static Map<String, Object> rule(List<String> resourceNames) {
    return Map.of(
        "verbs", List.of("get"),
        "apiGroups", List.of(""),
        "resources", List.of("secrets"),
        "resourceNames", resourceNames);
  }

  @Test
  void ruleForEveryObjectGrantsTheVerb() {
    assertThat(whoCanGetSecrets(rule(List.of())))
        .containsExactly("User alice by ClusterRoleBinding readers");
  }

  @Test
  void ruleForNamedObjectsDoesNotGrantTheVerbOnAll() {
    assertThat(whoCanGetSecrets(rule(List.of("registry-credentials")))).isEmpty();
  }

  @Test
  void ruleWithoutTheFieldIsForEveryObject() {
    assertThat(
            whoCanGetSecrets(
                Map.of(
                    "verbs", List.of("*"),
                    "apiGroups", List.of("*"),
                    "resources", List.of("*"))))
        .isNotEmpty();
  }
}
