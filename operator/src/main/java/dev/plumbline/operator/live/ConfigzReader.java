package dev.plumbline.operator.live;

import dev.plumbline.live.Configz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Reads {@code /configz} of a node's kubelet, at the node's internal address. The kubelet has to
 * have a certificate of the cluster's authority for that address before anything is sent to it.
 *
 * <p>Neither the address nor the node's name is in what comes of it, so that nodes with the same
 * answers have the same evidence.
 */
final class ConfigzReader {

  private final KubeletIdentity identity;

  ConfigzReader(KubeletIdentity identity) {
    this.identity = identity;
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
            .orElse(new Configz.Unreadable(AskedNode.NO_ADDRESS)));
  }

  private Configz read(KubeletEndpoint kubelet, String url) {
    try {
      HttpAnswer answer =
          identity
              .exchange(kubelet)
              .whole(
                  kubelet.address(),
                  kubelet.port(),
                  Question.get(Configz.PATH, "Accept: application/json", identity.authorization()),
                  Configz.MAX_BYTES);
      identity.answered(answer.status());
      return answered(url, answer);
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
