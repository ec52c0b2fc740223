package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.PlumblineOperator;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.signature.SigningKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the operator's key to {@code plumbline verify}, over the whole way of the evidence. */
class SignedRunTest {

  /** A name with a dot is no file. */
  private static final String SCAN = "prod.cis";

  @TempDir private Path temp;

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, Base64.getEncoder().encodeToString(der), type);
  }

  private static void scan(KubernetesClient client) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName(SCAN).withGeneration(1L).build());
    scan.setSpec(ComplianceScanSpec.of(List.of("cis-2.0"), List.of()));
    client.resource(scan).create();
    client
        .resources(ComplianceReport.class)
        .withName(SCAN)
        .waitUntilCondition(
            report ->
                report != null
                    && report.getStatus() != null
                    && report.getStatus().signedStatement() != null,
            60,
            TimeUnit.SECONDS);
    // The evidence bundle is of a run that has ended.
    client
        .resources(ComplianceScan.class)
        .withName(SCAN)
        .waitUntilCondition(
            found -> found.getStatus().lastScanTime() != null, 60, TimeUnit.SECONDS);
  }

  @Test
  void whatTheOperatorSignsIsVerified() throws IOException, GeneralSecurityException {
    System.setProperty("plumbline.log.level", "error");
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String publicPem = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    SigningKey key =
        SigningKey.of(
            pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "private", publicPem, "public");
    String keyFile = Files.writeString(temp.resolve("public.pem"), publicPem).toString();
    String bundle = temp.resolve("evidence.zip").toString();
    try (EmbeddedApiServer server = EmbeddedApiServer.start();
        KubernetesClient client = server.client();
        EmbeddedNodes nodes =
            EmbeddedNodes.start(
                server,
                "plumbline-system",
                Map.of(
                    "cp-1", Path.of(Run.sample("control-plane-1")),
                    "worker-1", Path.of(Run.sample("worker-1"))));
        PlumblineOperator operator =
            PlumblineOperator.start(client, TryCommand.settings(Optional.of(key)))) {
      assertThat(nodes).isNotNull();
      assertThat(operator).isNotNull();
      scan(client);

      Run exported = Run.against(server, temp, List.of("export", SCAN, "--evidence", bundle));
      assertThat(exported.exit()).as(exported.err()).isZero();
      Run verified =
          Run.against(
              server, temp, List.of("verify", SCAN, "--key", keyFile, "--evidence", bundle));

      assertThat(verified.out() + verified.err())
          .contains("verified      Whole report: ")
          .contains("verified      Verdicts of nodes: ")
          .contains("verified      Objects of the cluster: ")
          .contains("verified      Controls about the cluster: ")
          .endsWith("\nThe report prod.cis is verified.\n");
      assertThat(verified.exit()).isZero();
    }
  }
}
