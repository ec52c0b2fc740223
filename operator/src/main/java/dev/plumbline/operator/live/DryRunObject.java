package dev.plumbline.operator.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;

/**
 * An object that nobody stores.
 *
 * @param resource in the plural, as paths have it
 * @param json the whole object
 */
record DryRunObject(String namespace, String resource, String kind, String name, ObjectNode json) {

  /** Every cluster has it, and nobody can delete it. */
  static final String NAMESPACE = "default";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** The name of a pod and of a Service that are never created. */
  private static final String NAME = "plumbline-admission-probe";

  /** The container of the pod. */
  static final String CONTAINER = "probe";

  String path() {
    return "/api/v1/namespaces/" + namespace + "/" + resource;
  }

  /** A Service of no pods. */
  static DryRunObject service(String name) {
    ObjectNode json = object("Service", name);
    json.putObject("spec").putArray("ports").addObject().put("port", 80);
    return new DryRunObject(NAMESPACE, "services", "Service", name, json);
  }

  /** The same, with an address that is nobody's (RFC 5737). */
  static DryRunObject serviceWithExternalIp() {
    DryRunObject service = service(NAME);
    ((ObjectNode) service.json().get("spec")).putArray("externalIPs").add("192.0.2.1");
    return service;
  }

  static DryRunObject service() {
    return service(NAME);
  }

  /**
   * A pod that the Pod Security Standard restricted allows, and that names what policies commonly
   * require: it differs in nothing from what is asked about.
   *
   * @param image one that the cluster's policies admit, such as the operator's own
   */
  static DryRunObject pod(String namespace, String image) {
    ObjectNode json = object("Pod", NAME);
    ObjectNode spec =
        json.putObject("spec")
            .put("automountServiceAccountToken", false)
            .put("restartPolicy", "Never");
    ObjectNode container =
        spec.putArray("containers")
            .addObject()
            .put("name", CONTAINER)
            .put("image", image)
            .put("imagePullPolicy", "Always");
    ObjectNode resources = container.putObject("resources");
    resources.putObject("requests").put("cpu", "10m").put("memory", "16Mi");
    resources.putObject("limits").put("cpu", "10m").put("memory", "16Mi");
    ObjectNode security =
        container
            .putObject("securityContext")
            .put("allowPrivilegeEscalation", false)
            .put("readOnlyRootFilesystem", true)
            .put("runAsNonRoot", true)
            .put("runAsUser", 65532);
    security.putObject("capabilities").putArray("drop").add("ALL");
    security.putObject("seccompProfile").put("type", "RuntimeDefault");
    return new DryRunObject(namespace, "pods", "Pod", NAME, json);
  }

  /** The container that was asked for, wherever admission has put others; missing without it. */
  static JsonNode container(JsonNode pod) {
    return StreamSupport.stream(pod.path("spec").path("containers").spliterator(), false)
        .filter(one -> one.path("name").asText("").equals(CONTAINER))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** Whether an object that came back is this one, whatever admission has made of it. */
  boolean isBack(JsonNode created) {
    return created.path("kind").asText("").equals(kind)
        && created.path("metadata").path("name").asText("").equals(name)
        && (!kind.equals("Pod") || !container(created).isMissingNode());
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode json = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
    json.putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("app.kubernetes.io/name", "plumbline");
    return json;
  }
}
