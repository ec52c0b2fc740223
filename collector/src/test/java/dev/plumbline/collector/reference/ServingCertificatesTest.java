package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node's kubelet may serve with is named by its digest, wherever it is configured to lie.
 */
class ServingCertificatesTest {

  private static final String DEFAULT = "/var/lib/kubelet/pki/kubelet.crt";
  private static final String CONFIG = "/var/lib/kubelet/config.yaml";
  private static final String KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n";

  @TempDir private Path temp;
  private NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void root() {
    node = new NodeFixture(temp);
  }

  private static String pem(String name) throws IOException {
    try (InputStream in = ServingCertificatesTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Of the first certificate, by nothing but its text. */
  private static String digest(String name) throws Exception {
    String body = pem(name).replaceFirst("(?s)-----END.*", "").replaceFirst("-----BEGIN.*\n", "");
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(Base64.getMimeDecoder().decode(body)));
  }

  private void kubelet(String... arguments) throws IOException {
    String[] words = new String[arguments.length + 1];
    words[0] = "/usr/bin/kubelet";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    node.process(7, "0", "0::/system.slice/kubelet.service", words);
  }

  private List<String> read(String... directories) {
    List<String> places = directories.length == 0 ? List.of("/") : List.of(directories);
    return ServingCertificates.read(
        new HostFileSystem(node.root(), places, List.of(), Map.of()),
        node.evidence(directories).components());
  }

  @Test
  void byDefaultItIsTheOneThatTheKubeletSigns() throws Exception {
    kubelet();
    assertThat(read()).isEmpty();
    node.file(DEFAULT, pem("kubelet.crt"));
    assertThat(read()).containsExactly(digest("kubelet.crt"));
  }

  @Test
  void withoutAKubeletNothingIsRead() throws IOException {
    node.file(DEFAULT, pem("kubelet.crt"));
    assertThat(read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--cert-dir=/srv/pki, /srv/pki/kubelet.crt",
    "--cert-dir=/srv/pki, /srv/pki/kubelet-server-current.pem",
    "--cert_dir=/srv/pki/, /srv/pki/kubelet.crt",
    "--tls-cert-file=/etc/kubelet/tls.crt, /etc/kubelet/tls.crt",
    "--v=2, /var/lib/kubelet/pki/kubelet-server-current.pem"
  })
  void whatItsArgumentsNameIsRead(String argument, String file) throws Exception {
    kubelet(argument);
    node.file(file, pem("kubelet.crt"));
    assertThat(read()).containsExactly(digest("kubelet.crt"));
  }

  @Test
  void whatItsConfigurationNamesIsReadAndWhatLiesByDefaultToo() throws Exception {
    kubelet("--config=" + CONFIG);
    node.file(
        CONFIG,
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        tlsCertFile: /etc/kubelet/tls.crt
        """);
    node.file("/etc/kubelet/tls.crt", pem("kubelet.crt")).file(DEFAULT, pem("other.crt"));
    assertThat(read()).containsExactlyInAnyOrder(digest("kubelet.crt"), digest("other.crt"));
  }

  /** As a kubelet keeps what it has from the cluster: both in one file that a link leads to. */
  @Test
  void aKeyBehindItIsOfNoMatter() throws Exception {
    kubelet();
    node.file("/var/lib/kubelet/pki/kubelet-server-2026.pem", pem("kubelet.crt") + KEY)
        .link(
            "/var/lib/kubelet/pki/kubelet-server-current.pem",
            "/var/lib/kubelet/pki/kubelet-server-2026.pem");
    assertThat(read()).containsExactly(digest("kubelet.crt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        KEY,
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n"
      })
  void whatIsNoCertificateIsLeftOut(String text) throws IOException {
    kubelet();
    node.file(DEFAULT, text);
    assertThat(read()).isEmpty();
  }

  @Test
  void whatIsNotMountedIsLeftOut() throws Exception {
    kubelet("--tls-cert-file=/etc/kubelet/tls.crt");
    node.file("/etc/kubelet/tls.crt", pem("kubelet.crt")).file(DEFAULT, pem("other.crt"));
    assertThat(read("/etc")).containsExactly(digest("kubelet.crt"));
    assertThat(read("/etc/kubernetes", DEFAULT)).containsExactly(digest("other.crt"));
  }

  /** A link out of the host root leads to a file of the pod's own. */
  @Test
  void aRelativePathAndALinkOutOfTheNodeAreLeftOut() throws IOException {
    kubelet("--tls-cert-file=pki/tls.crt", "--cert-dir=../pki");
    node.file("/pki/tls.crt", pem("kubelet.crt")).file("/pki/kubelet.crt", pem("kubelet.crt"));
    node.link(DEFAULT, "../../../../../../../../../../" + temp.resolveSibling("x"));
    assertThat(read()).isEmpty();
  }

  @Test
  void theSameCertificateTwiceIsNamedOnce() throws Exception {
    kubelet("--tls-cert-file=/etc/a.crt", "--cert-dir=/etc");
    node.file("/etc/a.crt", pem("kubelet.crt")).file("/etc/kubelet.crt", pem("kubelet.crt"));
    assertThat(read()).containsExactly(digest("kubelet.crt"));
  }

  /** A node may name what it likes; its receipt has to fit into a termination message. */
  @Test
  void thereIsALimit() throws Exception {
    List<String> arguments = new ArrayList<>();
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (X509Certificate authority :
        ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()) {
      String file = "/etc/" + arguments.size() + ".crt";
      node.file(
          file,
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded())
              + "\n-----END CERTIFICATE-----\n");
      arguments.add("--tls-cert-file=" + file);
    }
    assertThat(arguments).hasSizeGreaterThan(EvidenceReceipt.MAX_CERTIFICATES);
    kubelet(arguments.toArray(String[]::new));
    assertThat(read()).hasSize(EvidenceReceipt.MAX_CERTIFICATES);
  }

  /** Nodes that differ in nothing else have the same evidence. */
  @Test
  void noCertificateIsInTheEvidence() throws Exception {
    kubelet("--config=" + CONFIG);
    node.file(CONFIG, "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n");
    node.file(DEFAULT, pem("kubelet.crt"));
    Evidence one = node.evidence();
    node.file(DEFAULT, pem("other.crt"));
    assertThat(EvidenceJson.write(node.evidence()))
        .isEqualTo(EvidenceJson.write(one))
        .doesNotContain(digest("kubelet.crt"), digest("other.crt"));
  }
}
