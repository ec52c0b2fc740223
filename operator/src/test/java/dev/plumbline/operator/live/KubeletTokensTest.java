package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token serves all kubelets until shortly before it expires. */
class KubeletTokensTest {

  private final AtomicInteger requests = new AtomicInteger();

  /** It may begin anywhere and overflow. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  private KubeletTokens tokens(Supplier<String> request) {
    return new KubeletTokens(
        () -> {
          requests.incrementAndGet();
          return request.get();
        },
        clock::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static String why(KubeletTokens tokens) {
    return catchThrowableOfType(NoAnswer.class, tokens::token).why();
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() throws NoAnswer {
    KubeletTokens tokens = tokens(() -> "token-" + requests);
    assertThat(tokens.token()).isEqualTo("token-1");
    pass(Duration.ofMinutes(7));
    assertThat(tokens.token()).isEqualTo("token-1");
    pass(Duration.ofMinutes(2));
    assertThat(tokens.token()).isEqualTo("token-2");
  }

  @ParameterizedTest
  @CsvSource({"403, serviceaccounts/token", "404, does not exist", "500, the status 500"})
  void aRefusalSaysWhatIsMissing(int code, String expected) {
    KubeletTokens tokens =
        tokens(
            () -> {
              throw new KubernetesClientException("secret", code, null);
            });
    assertThat(why(tokens)).contains(expected).doesNotContain("secret");
  }

  @Test
  void afterAFailureTheNextKubeletsDoNotWaitForAnother() throws NoAnswer {
    KubeletTokens tokens =
        tokens(
            () -> {
              if (requests.get() == 1) {
                throw new IllegalStateException("secret");
              }
              return "token";
            });
    assertThat(why(tokens)).contains("IllegalStateException").doesNotContain("secret");
    assertThat(why(tokens)).isNotEmpty();
    assertThat(requests).hasValue(1);
    pass(Duration.ofMinutes(1));
    assertThat(tokens.token()).isEqualTo("token");
  }

  /** The account was made again, which no API server tells. */
  @Test
  void aTokenThatIsNotTakenIsNotUsedForLong() throws NoAnswer {
    KubeletTokens tokens = tokens(() -> "token-" + requests);
    tokens.token();
    tokens.answered(HttpURLConnection.HTTP_FORBIDDEN);
    pass(Duration.ofMinutes(1));
    assertThat(tokens.token()).isEqualTo("token-1");
    tokens.answered(HttpURLConnection.HTTP_UNAUTHORIZED);
    assertThat(tokens.token()).isEqualTo("token-2");
    // Another node, whose kubelet takes none.
    tokens.answered(HttpURLConnection.HTTP_UNAUTHORIZED);
    assertThat(tokens.token()).isEqualTo("token-2");
    pass(Duration.ofSeconds(31));
    assertThat(tokens.token()).isEqualTo("token-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nX: y"})
  void whatNoHeaderMayHoldIsNoToken(String text) {
    assertThatThrownBy(() -> tokens(() -> text).token()).isInstanceOf(NoAnswer.class);
  }
}
