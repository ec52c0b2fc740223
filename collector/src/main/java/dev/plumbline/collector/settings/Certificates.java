package dev.plumbline.collector.settings;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.ReferencedFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which certificate authorities a file names, by the SHA-256 of each certificate. */
public final class Certificates {

  /** A bundle of public authorities has about 150. */
  private static final int MAX_CERTIFICATES = 500;

  private Certificates() {}

  public static ReferencedFile parse(String path, FileContent.Text content) {
    try {
      List<String> fingerprints = new ArrayList<>();
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(content.text().getBytes(StandardCharsets.UTF_8)))) {
        if (fingerprints.size() == MAX_CERTIFICATES) {
          return new ReferencedFile.Unreadable(
              path, content.path() + " holds too many certificates");
        }
        fingerprints.add(fingerprint(certificate));
      }
      return new ReferencedFile.Present(path, content.path(), fingerprints);
    } catch (CertificateException e) {
      return new ReferencedFile.Unreadable(path, content.path() + " holds no certificates");
    }
  }

  /**
   * The SHA-256 of one certificate in lower-case hex; empty for what is none.
   *
   * @param pem a block of PEM
   */
  public static Optional<String> fingerprint(String pem) {
    try {
      return Optional.of(
          fingerprint(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static String fingerprint(Certificate certificate) throws CertificateException {
    return EvidenceJson.sha256(certificate.getEncoded());
  }
}
