package dev.plumbline.collector.settings;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.ReferencedFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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

  private static String fingerprint(Certificate certificate) throws CertificateException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
