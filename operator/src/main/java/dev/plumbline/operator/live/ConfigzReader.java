package dev.plumbline.operator.live;

import dev.plumbline.live.Configz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.client.Config;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads {@code /configz} of a node's kubelet, at the node's internal address. The kubelet has to
 * have a certificate of the cluster's authority for that address before anything is sent to it.
 *
 * <p>Neither the address nor the node's name is in what comes of it, so that nodes with the same
 * answers have the same evidence.
 */
final class ConfigzReader {

  /** A kubelet answers within milliseconds. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** By default a kubelet signs its own certificate, which nobody can tell from another's. */
  private static final String SELF_SIGNED =
      "has no certificate of the cluster's authority for the address of its node, so that nothing"
          + " was sent: set serverTLSBootstrap to true in the kubelet's configuration, restart the"
          + " kubelet, and approve its CertificateSigningRequest of the signer"
          + " kubernetes.io/kubelet-serving";

  private final ApiServerIdentity identity;
  private final KubeletTokens tokens;

  ConfigzReader(Config config, KubeletTokens tokens, Duration limit) {
    this.identity = new ApiServerIdentity(config, limit);
    this.tokens = tokens;
  }

  /**
   * Reads it; whatever keeps it from that is the reason why it is unknown.
   *
   * @param kubelet empty when the node has not reported where it listens
   */
  LiveComponent read(Optional<KubeletEndpoint> kubelet) {
    String url = KubeletProbes.url(kubelet, Configz.PATH);
    return LiveComponent.ofKubelet(
        url,
        kubelet
            .map(endpoint -> read(endpoint, url))
            .orElse(
                new Configz.Unreadable(
                    "was not asked, since the node reports no internal address")));
  }

  private Configz read(KubeletEndpoint kubelet, String url) {
    if (identity.whyNot().isPresent()) {
      return new Configz.Unreadable(identity.whyNot().get());
    }
    if (!identity.knowsAuthority()) {
      return new Configz.Unreadable(
          "was not asked, since the operator is not configured with the cluster's authority");
    }
    HttpExchange exchange =
        new HttpExchange(
            new HttpExchange.Verified(identity.authority(), kubelet.address(), SELF_SIGNED),
            identity.limit());
    try {
      Question question =
          Question.get(
              Configz.PATH, "Accept: application/json", "Authorization: Bearer " + tokens.token());
      return answered(
          url, exchange.whole(kubelet.address(), kubelet.port(), question, Configz.MAX_BYTES));
    } catch (NoAnswer e) {
      return new Configz.Unreadable(e.why());
    }
  }

  private static Configz answered(String url, HttpAnswer answer) {
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_OK -> Configz.read(url, answer.contentType(), answer.body());
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new Configz.Unreadable(
              "is not served (404): enableDebuggingHandlers is false in the kubelet's"
                  + " configuration");
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          new Configz.Unreadable(
              "took no token (401): authentication.webhook.enabled has to be true in the kubelet's"
                  + " configuration");
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new Configz.Unreadable(
              "refused the service account "
                  + KubeletTokens.ACCOUNT
                  + " (403): its ClusterRole needs the verb get on nodes/configz, which kubelets"
                  + " know from Kubernetes 1.33 on, and 1.32 with the feature gate"
                  + " KubeletFineGrainedAuthz");
      default -> new Configz.Unreadable("answered with the status " + answer.status());
    };
  }
}
