package dev.plumbline.operator.live;

import dev.plumbline.evidence.EvidenceJson;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that an authority vouches for, and one that has exactly a certificate that was
 * read on its own disk: for whom that is, and until when, is of no matter then. That the server has
 * the key of the certificate, the handshake itself proves.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager authority;
  private final Set<String> pins;

  /**
   * @param authority verifies the server's name, too
   * @param pins the SHA-256 of each certificate in lower-case hex
   */
  PinnedTrust(X509ExtendedTrustManager authority, Set<String> pins) {
    this.authority = authority;
    this.pins = Set.copyOf(pins);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      authority.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      // The first is the server's own, whose key it has to have; others it may add as it likes.
      if (chain.length == 0 || !pins.contains(EvidenceJson.sha256(chain[0].getEncoded()))) {
        throw e;
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    authority.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authority.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authority.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authority.getAcceptedIssuers();
  }
}
