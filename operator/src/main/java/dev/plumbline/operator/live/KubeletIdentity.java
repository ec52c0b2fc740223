package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.Optional;

/**
 * How kubelets are asked with a token: each has to have a certificate of the cluster's authority
 * for the address of its node, or the one that the node's own pod has read there, before anything
 * is sent to it.
 *
 * <p>By the latter, a node's owner says which server is its kubelet, as he does by the former: a
 * node that is in the wrong hands gets the token in both cases.
 */
final class KubeletIdentity {

  /** A kubelet answers within milliseconds. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** By default a kubelet signs its own certificate, which only the node's disk makes known. */
  private static final String SELF_SIGNED =
      "has no certificate of the cluster's authority for the address of its node, and no pod has"
          + " read its own on the node, so that nothing was sent: ";

  /** Somebody else answers there, or the kubelet has made another since. */
  private static final String ANOTHER =
      "has neither a certificate of the cluster's authority for the address of its node, nor the one"
          + " that was read on the node, so that nothing was sent: ";

  private static final String FIX =
      "set serverTLSBootstrap to true in the kubelet's configuration, restart the kubelet, and"
          + " approve its CertificateSigningRequest of the signer kubernetes.io/kubelet-serving";

  private final ApiServerIdentity cluster;
  private final KubeletTokens tokens;

  /**
   * @param config the operator's own, for the cluster's authority alone
   * @param limit for one question
   */
  KubeletIdentity(Config config, KubeletTokens tokens, Duration limit) {
    this.cluster = new ApiServerIdentity(config, limit);
    this.tokens = tokens;
  }

  /** Why nobody is asked; empty when the operator can verify certificates. */
  private Optional<String> whyNot() {
    return cluster
        .whyNot()
        .or(
            () ->
                cluster.knowsAuthority()
                    ? Optional.empty()
                    : Optional.of(
                        "was not asked, since the operator is not configured with the cluster's"
                            + " authority"));
  }

  /**
   * With one kubelet.
   *
   * @throws NoAnswer when nobody is asked
   */
  HttpExchange exchange(KubeletEndpoint kubelet) throws NoAnswer {
    if (whyNot().isPresent()) {
      throw new NoAnswer(whyNot().get());
    }
    return new HttpExchange(
        new HttpExchange.Verified(
            cluster.authority(),
            kubelet.address(),
            kubelet.certificates(),
            (kubelet.certificates().isEmpty() ? SELF_SIGNED : ANOTHER) + FIX),
        cluster.limit());
  }

  /** The header with a token of the account {@link KubeletTokens#ACCOUNT}. */
  String authorization() throws NoAnswer {
    return Question.bearer(tokens.token());
  }

  /**
   * Hears with which status a kubelet has answered a question with that header.
   *
   * @return the status
   */
  int answered(int status) {
    tokens.answered(status);
    return status;
  }
}
