package dev.plumbline.operator.live;

import dev.plumbline.live.Flagz;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.client.Config;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Reads {@code /flagz} of one API server, at its own address and with the operator's own token. The
 * server has to be the cluster's: its certificate is verified before anything is sent to it.
 */
final class FlagzReader {

  private final ApiServerIdentity identity;

  FlagzReader(Config config, Duration limit) {
    this.identity = new ApiServerIdentity(config, limit);
  }

  /** Reads it within a few seconds; whatever keeps it from that is the reason why it is unknown. */
  Flagz read(ApiEndpoint endpoint) {
    try {
      return answered(
          identity
              .asOperator()
              .whole(
                  endpoint.address(),
                  endpoint.port(),
                  Question.get(Flagz.PATH, identity.authorization("Accept: " + Flagz.ACCEPT)),
                  Flagz.MAX_BYTES));
    } catch (NoAnswer e) {
      return new Flagz.Unreadable(e.why());
    }
  }

  private static Flagz answered(HttpAnswer answer) {
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_OK ->
          Flagz.read(Flagz.API_SERVER, answer.contentType(), answer.body());
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new Flagz.Unreadable(
              "is not served (404): Kubernetes 1.36 serves it by default, 1.32 to 1.35 with the"
                  + " feature gate ComponentFlagz");
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
          new Flagz.Unreadable(
              "refused the operator ("
                  + answer.status()
                  + "): its ClusterRole needs the verb get on the nonResourceURL /flagz");
      default -> new Flagz.Unreadable("answered with the status " + answer.status());
    };
  }
}
