package dev.plumbline.operator.live;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How API servers are asked: each has to have a certificate of the cluster's authority under the
 * name of the Service, before anything is sent to it.
 *
 * @param config the operator's own
 * @param limit for one question
 */
record ApiServerIdentity(Config config, Duration limit) {

  /** What every API server's certificate is for; its own address need not be in it. */
  static final String NAME = "kubernetes.default.svc";

  /** An API server answers within milliseconds. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  /** Why nobody is asked; empty when the operator verifies certificates. */
  Optional<String> whyNot() {
    return config.isTrustCerts()
        ? Optional.of("was not asked, since the operator is configured to verify no certificates")
        : Optional.empty();
  }

  /**
   * As the operator.
   *
   * @throws NoAnswer when nobody is asked
   */
  HttpExchange asOperator() throws NoAnswer {
    return exchange(config);
  }

  /**
   * With nothing of the configuration but the cluster's authority.
   *
   * @throws NoAnswer when nobody is asked
   */
  HttpExchange withoutCredentials() throws NoAnswer {
    return exchange(authority());
  }

  /** Of the configuration nothing but the cluster's authority. */
  Config authority() {
    return new ConfigBuilder(Config.empty())
        .withCaCertFile(config.getCaCertFile())
        .withCaCertData(config.getCaCertData())
        .build();
  }

  /** Whether there is one: public authorities vouch for nobody within a cluster. */
  boolean knowsAuthority() {
    return Stream.of(
            Optional.ofNullable(config.getCaCertFile()),
            Optional.ofNullable(config.getCaCertData()))
        .flatMap(Optional::stream)
        .anyMatch(text -> !text.isEmpty());
  }

  private HttpExchange exchange(Config as) throws NoAnswer {
    if (whyNot().isPresent()) {
      throw new NoAnswer(whyNot().get());
    }
    return new HttpExchange(
        new HttpExchange.Verified(
            as,
            NAME,
            Set.of(),
            "has no certificate of the cluster's authority for the name " + NAME),
        limit);
  }

  /**
   * The header with the operator's own token; none where it has another credential.
   *
   * @param others headers before it
   */
  String[] authorization(String... others) throws NoAnswer {
    try {
      return Stream.concat(Stream.of(others), token().map(Question::bearer).stream())
          .toArray(String[]::new);
    } catch (RuntimeException e) {
      throw couldNotBeAsked(e);
    }
  }

  /** Of what a library may raise, nothing is quoted: it may hold the token. */
  static NoAnswer couldNotBeAsked(RuntimeException e) {
    return new NoAnswer("could not be asked (" + e.getClass().getSimpleName() + ")");
  }

  private Optional<String> token() {
    return Stream.<Supplier<String>>of(
            () ->
                config.getOauthTokenProvider() == null
                    ? ""
                    : config.getOauthTokenProvider().getToken(),
            config::getOauthToken,
            config::getAutoOAuthToken)
        .map(Supplier::get)
        .filter(Objects::nonNull)
        .filter(Question::isToken)
        .findFirst();
  }
}
