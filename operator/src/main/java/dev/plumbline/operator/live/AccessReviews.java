package dev.plumbline.operator.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.UUID;

/**
 * SubjectAccessReviews about users who cannot exist, since their names are made for one question.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Checking
 *     API access</a>
 */
final class AccessReviews {

  static final String PATH = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private static final String AUTHENTICATED = "system:authenticated";

  /** A hundred times what an API server answers. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final ObjectMapper JSON = StrictJson.upTo(MAX_BYTES).build();

  private final ApiServerIdentity identity;
  private final ApiEndpoint endpoint;

  AccessReviews(ApiServerIdentity identity, ApiEndpoint endpoint) {
    this.identity = identity;
    this.endpoint = endpoint;
  }

  /** Whether everybody may do what nobody was allowed to do. */
  List<Answered> ofNobody() {
    String user = "plumbline-probe:" + UUID.randomUUID();
    String path = "/plumbline-probe-" + UUID.randomUUID();
    return List.of(
        ask("list all Secrets", user, List.of(), secrets()),
        ask("get a path that does not exist", user, List.of(), path(path)),
        ask(
            "list all Secrets as a member of " + AUTHENTICATED,
            user,
            List.of(AUTHENTICATED),
            secrets()),
        ask(
            "get a path that does not exist as a member of " + AUTHENTICATED,
            user,
            List.of(AUTHENTICATED),
            path(path)));
  }

  /** Whether a node may do what it has to, and what it must not. */
  List<Answered> ofNode() {
    String node = "plumbline-probe-" + UUID.randomUUID();
    String user = "system:node:" + node;
    List<String> groups = List.of("system:nodes", AUTHENTICATED);
    return List.of(
        ask(
            "get its own Lease",
            user,
            groups,
            resource("coordination.k8s.io", "leases", "get", "kube-node-lease", node)),
        ask(
            "get a Secret that none of its pods has",
            user,
            groups,
            resource("", "secrets", "get", "default", node)));
  }

  private static ObjectNode secrets() {
    return resource("", "secrets", "list", "", "");
  }

  private static ObjectNode resource(
      String group, String resource, String verb, String namespace, String name) {
    ObjectNode what = JSON.createObjectNode();
    what.putObject("resourceAttributes")
        .put("group", group)
        .put("version", "v1")
        .put("resource", resource)
        .put("verb", verb)
        .put("namespace", namespace)
        .put("name", name);
    return what;
  }

  private static ObjectNode path(String path) {
    ObjectNode what = JSON.createObjectNode();
    what.putObject("nonResourceAttributes").put("path", path).put("verb", "get");
    return what;
  }

  private Answered ask(String question, String user, List<String> groups, ObjectNode what) {
    ObjectNode review =
        JSON.createObjectNode()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SubjectAccessReview");
    what.put("user", user);
    groups.forEach(what.putArray("groups")::add);
    review.set("spec", what);
    try {
      HttpAnswer answer =
          identity
              .asOperator()
              .whole(
                  endpoint.address(),
                  endpoint.port(),
                  Question.postJson(PATH, review.toString(), identity.authorization()),
                  MAX_BYTES);
      return new Answered(question, answered(answer));
    } catch (NoAnswer e) {
      return new Answered(question, new None(e.why()));
    }
  }

  private static Answer answered(HttpAnswer answer) throws NoAnswer {
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_CREATED -> decided(answer.json(JSON));
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
          new None(
              "was refused to the operator ("
                  + answer.status()
                  + "): its ClusterRole needs the verb create on subjectaccessreviews");
      default -> new None("was answered with the status " + answer.status());
    };
  }

  private static Answer decided(JsonNode review) {
    JsonNode status = review.path("status");
    if (!review.path("kind").asText("").equals("SubjectAccessReview")
        || !status.path("allowed").isBoolean()) {
      return new None("was answered with something else than a SubjectAccessReview");
    }
    boolean allowed = status.path("allowed").booleanValue();
    // An authorizer that failed might have allowed it.
    return !allowed && !status.path("evaluationError").asText("").isEmpty()
        ? new None("was denied because an authorizer failed")
        : new Decision(allowed);
  }
}
