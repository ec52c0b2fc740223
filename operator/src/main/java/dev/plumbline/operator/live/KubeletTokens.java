package dev.plumbline.operator.live;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tokens for kubelets. A node whose kubelet is verified may still be in the hands of somebody else,
 * who would keep the token: it is of an account that may do nothing but read the configuration of
 * kubelets, and it is valid for minutes.
 */
public final class KubeletTokens {

  static final String ACCOUNT = "plumbline-kubelet-reader";

  /** The shortest that an API server issues. */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Of its lifetime, for the questions that are asked with it. */
  private static final Duration RESERVE = Duration.ofMinutes(2);

  /** Every kubelet of a large cluster would otherwise wait for a request that fails. */
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(30);

  private final Supplier<String> request;
  private final LongSupplier nanoseconds;

  private Kept kept;

  /** What became of the last request, for as long as it counts. */
  private sealed interface Kept {
    long until();
  }

  private record Token(String text, long until) implements Kept {
    /** Whatever prints it must not print the token. */
    @Override
    public String toString() {
      return "Token";
    }
  }

  private record Failed(String why, long until) implements Kept {}

  /**
   * Takes whom to ask.
   *
   * @param request asks the API server for another token
   * @param nanoseconds a clock that nobody sets
   */
  KubeletTokens(Supplier<String> request, LongSupplier nanoseconds) {
    this.request = request;
    this.nanoseconds = nanoseconds;
    this.kept = new Failed("", nanoseconds.getAsLong());
  }

  /**
   * Those of the account in a namespace.
   *
   * @param client whose requests end in a bounded time
   */
  public static KubeletTokens of(KubernetesClient client, String namespace) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(LIFETIME.toSeconds())
            .endSpec()
            .build();
    return new KubeletTokens(
        () ->
            client
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(request)
                .getStatus()
                .getToken(),
        System::nanoTime);
  }

  /**
   * A token that is valid for some minutes more.
   *
   * @throws NoAnswer with the reason why there is none
   */
  synchronized String token() throws NoAnswer {
    long now = nanoseconds.getAsLong();
    if (kept.until() - now <= 0) {
      kept = requested(now);
    }
    if (kept instanceof Failed failed) {
      throw new NoAnswer(failed.why());
    }
    return ((Token) kept).text();
  }

  private Kept requested(long now) {
    long again = now + BETWEEN_FAILURES.toNanos();
    try {
      String text = Objects.requireNonNullElse(request.get(), "");
      // What no header may hold is no token.
      return text.matches("[\\x21-\\x7e]+")
          ? new Token(text, now + LIFETIME.minus(RESERVE).toNanos())
          : new Failed(notAsked("the API server issued none"), again);
    } catch (KubernetesClientException e) {
      return new Failed(notAsked(why(e)), again);
    } catch (RuntimeException e) {
      // Nothing is quoted: it may hold the token.
      return new Failed(notAsked(e.getClass().getSimpleName()), again);
    }
  }

  private static String notAsked(String why) {
    return "was not asked, since no token of the service account "
        + ACCOUNT
        + " is to be had: "
        + why;
  }

  private static String why(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "the operator's Role needs the verb create on serviceaccounts/token (403); apply config/"
              + " again";
      case HttpURLConnection.HTTP_NOT_FOUND -> "it does not exist (404); apply config/ again";
      default -> "the API server answered with the status " + e.getCode();
    };
  }
}
