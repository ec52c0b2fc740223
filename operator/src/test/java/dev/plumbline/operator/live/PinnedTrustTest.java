package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** Only the certificate whose key the server has shown is compared with what was pinned. */
class PinnedTrustTest {

  private static final String PINNED = "kubelet-default.p12";
  private static final String OTHER = "kubelet-same-subject.p12";

  private static PinnedTrust trust() throws Exception {
    X509ExtendedTrustManager authority =
        (X509ExtendedTrustManager) SSLUtils.trustManagers(AskedServer.config("kubelet-ca.crt"))[0];
    return new PinnedTrust(authority, Set.of(AskedServer.pin(AskedServer.chain(PINNED)[0])));
  }

  private static void check(X509Certificate... chain) throws Exception {
    trust().checkServerTrusted(chain, "UNKNOWN", new Socket());
  }

  @Test
  void thePinnedCertificateIsTrustedWithAnythingBehindIt() throws Exception {
    X509Certificate pinned = AskedServer.chain(PINNED)[0];
    check(pinned);
    check(pinned, AskedServer.chain(OTHER)[1]);
  }

  /** It is public: whoever is no owner of its key can still show it behind his own. */
  @Test
  void thePinnedCertificateBehindAnotherIsNot() throws Exception {
    X509Certificate pinned = AskedServer.chain(PINNED)[0];
    X509Certificate other = AskedServer.chain(OTHER)[0];
    assertThatThrownBy(() -> check(other, pinned)).isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> check(other)).isInstanceOf(CertificateException.class);
  }

  /** It would sign for others. */
  @Test
  void thePinnedCertificatesIssuerIsNot() throws Exception {
    X509Certificate[] chain = AskedServer.chain(PINNED);
    assertThat(chain).hasSize(2);
    assertThatThrownBy(() -> check(chain[1])).isInstanceOf(CertificateException.class);
  }

  /** Nobody asks with it but for servers, by sockets. */
  @Test
  void itTrustsNoClient() throws Exception {
    X509Certificate[] chain = AskedServer.chain(PINNED);
    assertThatThrownBy(() -> trust().checkClientTrusted(chain, "UNKNOWN", new Socket()))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> trust().checkServerTrusted(chain, "UNKNOWN"))
        .isInstanceOf(CertificateException.class);
  }
}
