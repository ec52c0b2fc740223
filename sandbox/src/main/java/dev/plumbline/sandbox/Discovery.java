package dev.plumbline.sandbox;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API discovery documents that kubectl reads before it reads objects. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "get", "list", "patch", "update", "watch");

  private static final Map<String, Object> DOCUMENTS =
      Map.of(
          "/version", Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.0-plumbline-try"),
          "/api", Map.of("kind", "APIVersions", "versions", List.of("v1")),
          "/apis", groups(List.of(group("plumbline.dev", "v1alpha1"), group("batch", "v1"))),
          "/api/v1",
              resources(
                  "v1",
                  List.of(
                      resource("nodes", "Node", false),
                      resource("pods", "Pod", true),
                      resource("pods/log", "Pod", true),
                      resource("configmaps", "ConfigMap", true),
                      resource("events", "Event", true))),
          "/apis/batch/v1", resources("batch/v1", List.of(resource("jobs", "Job", true))),
          "/apis/plumbline.dev/v1alpha1",
              resources(
                  "plumbline.dev/v1alpha1",
                  List.of(
                      resource("compliancescans", "ComplianceScan", false),
                      resource("compliancereports", "ComplianceReport", false),
                      resource("compliancebenchmarks", "ComplianceBenchmark", false),
                      resource("compliancewaivers", "ComplianceWaiver", false),
                      resource("complianceattestations", "ComplianceAttestation", false))));

  private Discovery() {}

  static Optional<String> at(String path) {
    return Optional.ofNullable(DOCUMENTS.get(path)).map(Serialization::asJson);
  }

  private static Map<String, Object> groups(List<Map<String, Object>> groups) {
    return Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
  }

  private static Map<String, Object> group(String name, String version) {
    Map<String, String> only = Map.of("groupVersion", name + "/" + version, "version", version);
    return Map.of("name", name, "versions", List.of(only), "preferredVersion", only);
  }

  private static Map<String, Object> resources(
      String version, List<Map<String, Object>> resources) {
    return Map.of(
        "kind",
        "APIResourceList",
        "apiVersion",
        "v1",
        "groupVersion",
        version,
        "resources",
        resources);
  }

  private static Map<String, Object> resource(String name, String kind, boolean namespaced) {
    return Map.of(
        "name",
        name,
        "singularName",
        kind.toLowerCase(java.util.Locale.ROOT),
        "kind",
        kind,
        "namespaced",
        namespaced,
        "verbs",
        VERBS,
        "shortNames",
        kind.startsWith("Compliance")
            ? List.of("c" + name.substring("compliance".length(), name.length() - 1))
            : List.of());
  }
}
