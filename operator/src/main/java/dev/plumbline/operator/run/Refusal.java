package dev.plumbline.operator.run;

import dev.plumbline.engine.finding.Printable;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Why the API server did not do what the operator asked for.
 *
 * @param message the server's own words, on one line
 */
record Refusal(Kind kind, String message) {

  private static final int MAX_MESSAGE = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Of config/admission, which pins what the operator creates. */
  private static final String OWN_POLICY = "ValidatingAdmissionPolicy 'plumbline-workloads'";

  /** What follows from it. */
  enum Kind {
    /** An admission policy or webhook, Pod Security or a LimitRange refuses the object. */
    RequestDenied("change the policy, or exempt the operator's namespace", true),
    /**
     * The policy of config/admission refuses it: it belongs to another version than the operator,
     * or something has changed the object on its way.
     */
    RequestDeniedByOwnPolicy(
        "apply the admission policy that belongs to this version of the operator, and let no"
            + " webhook change the pods of its namespace",
        true),
    /** A ResourceQuota has no room for it. */
    QuotaExceeded("raise the quota of the operator's namespace", false),
    /** The operator's own role lacks the right. */
    RequestForbidden("install the ClusterRole and the Roles that belong to this version", true),
    /** Somebody else has written the object meanwhile. */
    RequestConflict("nothing: it is tried again", false),
    /** The object is larger than the API server stores. */
    RequestTooLarge("evaluate fewer controls or nodes by one scan", true),
    /** The object does not match its schema. */
    RequestInvalid("install the CRDs that belong to this version", true),
    /** A fault of the operator itself. */
    InternalError("report it, with the operator's log", false),
    /** The API server, or something on the way to it, does not answer. */
    APIServerUnavailable("nothing: it is tried again", false);

    private final String remedy;
    private final boolean lasting;

    Kind(String remedy, boolean lasting) {
      this.remedy = remedy;
      this.lasting = lasting;
    }

    /** What a person can do, as a clause. */
    String remedy() {
      return remedy;
    }

    /** Whether a second try comes to the same until a person changes something. */
    boolean isLasting() {
      return lasting;
    }
  }

  static Refusal of(KubernetesClientException e) {
    String message = message(e);
    return new Refusal(kind(e.getCode(), message), oneLine(message));
  }

  /** Of whatever ended a reconciliation. */
  static Refusal of(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException refused) {
        return of(refused);
      }
    }
    // Its message may repeat what a node's evidence has.
    return new Refusal(Kind.InternalError, e.getClass().getSimpleName());
  }

  /** Whether it may pass by itself, so that people need not see it yet. */
  boolean mayPass(Optional<RetryInfo> retries) {
    return !kind.isLasting() && retries.map(info -> info.getAttemptCount() < 2).orElse(true);
  }

  /** By the words in which a controller reports the refusal, in an event. */
  static Refusal reported(String message) {
    boolean forbidden = message.contains("is forbidden") || denied(message);
    return new Refusal(
        forbidden ? kind(HttpURLConnection.HTTP_FORBIDDEN, message) : Kind.APIServerUnavailable,
        oneLine(message));
  }

  /** The server's words and what to do, without a full stop at the end. */
  String withRemedy() {
    return message
        + (message.endsWith(".") || message.endsWith("…") ? "" : ".")
        + " What to do: "
        + kind.remedy();
  }

  /** The API server's message, without the request around it. */
  static String message(KubernetesClientException e) {
    String status = e.getStatus() == null ? "" : Objects.toString(e.getStatus().getMessage(), "");
    return status.isEmpty() ? String.valueOf(e.getMessage()) : status;
  }

  static String oneLine(String text) {
    return Printable.cut(Printable.of(text.replaceAll("\\s+", " ").strip()), MAX_MESSAGE);
  }

  private static Kind kind(int code, String message) {
    return message.contains(OWN_POLICY) ? Kind.RequestDeniedByOwnPolicy : byCode(code, message);
  }

  private static Kind byCode(int code, String message) {
    return switch (code) {
      case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(message.toLowerCase(Locale.ROOT));
      case HttpURLConnection.HTTP_UNAUTHORIZED -> Kind.RequestForbidden;
      case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_GONE -> Kind.RequestConflict;
      case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> Kind.RequestTooLarge;
      case HttpURLConnection.HTTP_BAD_REQUEST ->
          denied(message) ? Kind.RequestDenied : Kind.RequestInvalid;
      case UNPROCESSABLE ->
          denied(message)
              ? Kind.RequestDenied
              : message.contains("Too long") || message.contains("may not be more than")
                  ? Kind.RequestTooLarge
                  : Kind.RequestInvalid;
      case TOO_MANY_REQUESTS -> Kind.APIServerUnavailable;
      default ->
          message.contains("request is too large")
              ? Kind.RequestTooLarge
              : Kind.APIServerUnavailable;
    };
  }

  /**
   * RBAC, admission and quotas all answer with 403: only the words differ. They are those of
   * k8s.io/apiserver: pkg/endpoints/handlers/responsewriters/errors.go, pkg/admission/errors.go,
   * pkg/admission/plugin/webhook/errors/statuserror.go, and of k8s.io/kubernetes,
   * plugin/pkg/admission/resourcequota/controller.go.
   */
  private static Kind forbidden(String message) {
    if (message.contains("exceeded quota") || message.contains("failed quota")) {
      return Kind.QuotaExceeded;
    }
    return message.contains("cannot ") && message.contains("user \"")
        ? Kind.RequestForbidden
        : mayPass(message) ? Kind.APIServerUnavailable : Kind.RequestDenied;
  }

  /** A namespace that goes, or a service account that is being installed. */
  private static boolean mayPass(String message) {
    return message.contains("is being terminated")
        || message.contains("error looking up service account");
  }

  private static boolean denied(String message) {
    return message.contains("denied the request") || message.contains("denied request");
  }
}
