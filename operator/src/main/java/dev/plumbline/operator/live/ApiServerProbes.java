package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.stream.Stream;

/** The probes of one API server, at its own address. */
final class ApiServerProbes {

  private static final String VERSION = "/version";
  private static final String PROFILES = "/debug/pprof/";

  /**
   * Without credentials a default server answers to the second and third, and forbids the first.
   */
  private static final List<String> ANONYMOUS = List.of("/api", "/healthz", VERSION);

  private final ApiServerIdentity identity;

  ApiServerProbes(Config config) {
    this.identity = new ApiServerIdentity(config, ApiServerIdentity.LIMIT);
  }

  ProbeAnswers ask(Probe probe, ApiEndpoint endpoint) {
    String path = path(probe);
    return new ProbeAnswers(
        probe,
        SourceLocation.line(endpoint.url(path), 1),
        identity
            .whyNot()
            .map(why -> List.of(new Answered(path, new None(why))))
            .orElseGet(() -> answers(probe, endpoint)));
  }

  private static String path(Probe probe) {
    return switch (probe) {
      case AnonymousRequests -> ANONYMOUS.get(0);
      case Profiling -> PROFILES;
      case ApiServerTls -> "";
      default -> AccessReviews.PATH;
    };
  }

  private List<Answered> answers(Probe probe, ApiEndpoint endpoint) {
    AccessReviews reviews = new AccessReviews(identity, endpoint);
    return switch (probe) {
      case Authorization -> reviews.ofNobody();
      case NodeAuthorization -> reviews.ofNode();
      case Profiling -> List.of(status(PROFILES, endpoint, As.OPERATOR));
      case ApiServerTls -> handshakes(endpoint);
      default -> ANONYMOUS.stream().map(path -> status(path, endpoint, As.NOBODY)).toList();
    };
  }

  /** A server that is not the cluster's has told nothing of it, whatever it takes. */
  private List<Answered> handshakes(ApiEndpoint endpoint) {
    Answered verified = status(VERSION, endpoint, As.NOBODY);
    return verified.answer() instanceof None
        ? List.of(verified)
        : TlsHandshakes.BOUNDED.ask(endpoint.address(), endpoint.port());
  }

  private enum As {
    OPERATOR,
    NOBODY
  }

  private Answered status(String path, ApiEndpoint endpoint, As who) {
    String asked = "GET " + path;
    try {
      boolean nobody = who == As.NOBODY;
      HttpExchange exchange = nobody ? identity.withoutCredentials() : identity.asOperator();
      Question question =
          nobody ? Question.get(path) : Question.get(path, identity.authorization());
      return new Answered(
          asked, new Status(exchange.status(endpoint.address(), endpoint.port(), question)));
    } catch (NoAnswer e) {
      return new Answered(asked, new None(e.why()));
    }
  }

  /** The probes of API servers, but for those that {@link AdmissionProbes} asks. */
  static Stream<Probe> all() {
    return Stream.of(Probe.values())
        .filter(probe -> probe.component().equals("kube-apiserver") && !probe.isOnRequest());
  }
}
