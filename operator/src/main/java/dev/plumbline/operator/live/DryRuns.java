package dev.plumbline.operator.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import java.net.HttpURLConnection;

/**
 * Server-side dry runs of one API server: it admits and validates an object as if it were to be
 * created, and stores nothing. This is the only place that sends a token of the account, and it
 * sends nothing else with it.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run">Dry-run</a>
 */
final class DryRuns {

  /** Everything but a dry run is denied to it, by the policy of the same name. */
  static final String ACCOUNT = "plumbline-admission-prober";

  static final String INSTALLATION =
      "apply config/overlays/admission-probes, or set admissionProbes.enabled of the chart";

  /** The policy denies this Service even as a dry run, and nothing else does by its name. */
  private static final String IN_FORCE = "plumbline-policy-in-force";

  /** Ten times what an API server answers, for policies that explain themselves at length. */
  static final int MAX_BYTES = 256 * 1024;

  private static final ObjectMapper JSON = StrictJson.upTo(MAX_BYTES).build();

  private final ApiServerIdentity identity;
  private final AccountTokens tokens;
  private final Pace pace;
  private final ApiEndpoint endpoint;

  DryRuns(ApiServerIdentity identity, AccountTokens tokens, Pace pace, ApiEndpoint endpoint) {
    this.identity = identity;
    this.tokens = tokens;
    this.pace = pace;
    this.endpoint = endpoint;
  }

  /** What became of an object. */
  sealed interface Result {}

  /** It would have been created, as it is here. */
  record Created(JsonNode object) implements Result {}

  /** An admission plugin, a policy or a webhook refused it. */
  record Refused(String message) implements Result {}

  /**
   * Makes sure that the API server denies the account everything else, by a dry run.
   *
   * @throws NoAnswer when it is not shown
   */
  void requirePolicy() throws NoAnswer {
    Result result = create(DryRunObject.service(IN_FORCE));
    String expected =
        "services \""
            + IN_FORCE
            + "\" is forbidden: ValidatingAdmissionPolicy '"
            + ACCOUNT
            + "' with binding '"
            + ACCOUNT
            + "' denied request: ";
    if (!(result instanceof Refused refused) || !refused.message().startsWith(expected)) {
      throw new NoAnswer(
          "was not asked, since the ValidatingAdmissionPolicy "
              + ACCOUNT
              + " is not in force: "
              + INSTALLATION);
    }
  }

  /**
   * Asks what would become of an object.
   *
   * @throws NoAnswer when it is not known: nobody answered, or the refusal has another cause than
   *     what the object holds
   */
  Result create(DryRunObject object) throws NoAnswer {
    HttpExchange exchange = identity.withoutCredentials();
    pace.await();
    HttpAnswer answer =
        exchange.whole(
            endpoint.address(),
            endpoint.port(),
            Question.postJson(
                object.path() + "?dryRun=All",
                object.json().toString(),
                Question.bearer(tokens.token())),
            MAX_BYTES);
    tokens.answered(answer.status());
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_CREATED -> new Created(created(answer, object));
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          refused(answer, object, "took no token of the service account " + ACCOUNT + " (401)");
      default -> refused(answer, object, "was answered with the status " + answer.status());
    };
  }

  private static JsonNode created(HttpAnswer answer, DryRunObject object) throws NoAnswer {
    JsonNode created = answer.json(JSON);
    if (!object.isBack(created)) {
      throw new NoAnswer("was answered with something else than the " + object.kind());
    }
    return created;
  }

  private static Result refused(HttpAnswer answer, DryRunObject object, String otherwise)
      throws NoAnswer {
    // Whatever a proxy or a failing server says, admission refuses with 4xx and a Status.
    if (answer.status() < 400 || answer.status() > 499) {
      throw new NoAnswer(otherwise);
    }
    JsonNode status = answer.json(JSON);
    if (!status.path("kind").asText("").equals("Status")) {
      throw new NoAnswer(otherwise);
    }
    String message = status.path("message").asText("");
    return switch (Denial.of(message, object)) {
      case Admission -> new Refused(message);
      case Rights ->
          throw new NoAnswer(
              "was refused the service account " + ACCOUNT + " by its rights: " + INSTALLATION);
      case Quota -> throw new NoAnswer("was refused by a quota of the namespace");
      case Account ->
          throw new NoAnswer("was refused since the namespace has no service account default");
      case Terminating -> throw new NoAnswer("was refused since the namespace is terminating");
      case NoDryRun ->
          throw new NoAnswer(
              "was refused by an admission webhook that does not support dry runs: its sideEffects"
                  + " have to be None or NoneOnDryRun");
      case Other -> throw new NoAnswer(otherwise);
    };
  }
}
