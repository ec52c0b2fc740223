package dev.plumbline.operator.live;

import dev.plumbline.operator.live.AccountTokens.Account;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tokens for kubelets. A node whose kubelet is verified may still be in the hands of somebody else,
 * who would keep the token: it is of an account that may do nothing but read the configuration of
 * kubelets, and it is valid for minutes.
 */
public final class KubeletTokens {

  static final String ACCOUNT = "plumbline-kubelet-reader";

  private final AccountTokens tokens;

  /**
   * Takes whom to ask.
   *
   * @param request asks the API server for another token
   * @param nanoseconds a clock that nobody sets
   */
  KubeletTokens(Supplier<String> request, LongSupplier nanoseconds) {
    this.tokens =
        new AccountTokens(new Account(ACCOUNT, "apply config/ again"), request, nanoseconds);
  }

  /**
   * Those of the account in a namespace.
   *
   * @param client whose requests end in a bounded time
   */
  public static KubeletTokens of(KubernetesClient client, String namespace) {
    return new KubeletTokens(AccountTokens.requested(client, namespace, ACCOUNT), System::nanoTime);
  }

  /**
   * A token that is valid for some minutes more.
   *
   * @throws NoAnswer with the reason why there is none
   */
  String token() throws NoAnswer {
    return tokens.token();
  }

  /** Hears with which status a token was answered: one that is not taken is not used for long. */
  void answered(int status) {
    tokens.answered(status);
  }
}
