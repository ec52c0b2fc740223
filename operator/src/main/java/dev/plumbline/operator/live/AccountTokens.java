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

/** Tokens of one service account, each valid for minutes; one serves all questions until then. */
final class AccountTokens {

  /** The shortest that an API server issues. */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Of its lifetime, for the questions that are asked with it. */
  private static final Duration RESERVE = Duration.ofMinutes(2);

  /** Whoever asks next would otherwise wait for a request that fails. */
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(30);

  private final Account account;
  private final Supplier<String> request;
  private final LongSupplier nanoseconds;

  private Kept kept;

  /**
   * A service account of the operator's namespace.
   *
   * @param installation what to apply where it is missing
   */
  record Account(String name, String installation) {}

  /** What became of the last request, for as long as it counts. */
  private sealed interface Kept {
    long until();
  }

  private record Token(String text, long issued, long until) implements Kept {
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
  AccountTokens(Account account, Supplier<String> request, LongSupplier nanoseconds) {
    this.account = account;
    this.request = request;
    this.nanoseconds = nanoseconds;
    this.kept = new Failed("", nanoseconds.getAsLong());
  }

  /** The token of an account in a namespace, by a request that the client ends in time. */
  static Supplier<String> requested(KubernetesClient client, String namespace, String account) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(LIFETIME.toSeconds())
            .endSpec()
            .build();
    return () ->
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(request)
            .getStatus()
            .getToken();
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

  /**
   * Hears with which status a token was answered. One that is not taken is not used for long: the
   * account may have been deleted and made again, and what is issued for it now is taken. Whoever
   * takes none at all makes the operator ask for one every half a minute, and no more.
   */
  synchronized void answered(int status) {
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED && kept instanceof Token token) {
      kept = new Token(token.text(), token.issued(), token.issued() + BETWEEN_FAILURES.toNanos());
    }
  }

  private Kept requested(long now) {
    long again = now + BETWEEN_FAILURES.toNanos();
    try {
      String text = Objects.requireNonNullElse(request.get(), "");
      return Question.isToken(text)
          ? new Token(text, now, now + LIFETIME.minus(RESERVE).toNanos())
          : new Failed(notAsked("the API server issued none"), again);
    } catch (KubernetesClientException e) {
      return new Failed(notAsked(why(e)), again);
    } catch (RuntimeException e) {
      // Nothing is quoted: it may hold the token.
      return new Failed(notAsked(e.getClass().getSimpleName()), again);
    }
  }

  private String notAsked(String why) {
    return "was not asked, since no token of the service account "
        + account.name()
        + " is to be had: "
        + why;
  }

  private String why(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "the operator's Role needs the verb create on serviceaccounts/token (403); "
              + account.installation();
      case HttpURLConnection.HTTP_NOT_FOUND -> "it does not exist (404); " + account.installation();
      default -> "the API server answered with the status " + e.getCode();
    };
  }
}
