package dev.plumbline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class OperatorClientTest {

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {
         "name": "a", "labels": {"b": "c"}, "resourceVersion": "7",
         "managedFields": [{"manager": "kubelet", "operation": "Update", "apiVersion": "v1",
           "fieldsType": "FieldsV1", "fieldsV1": {"f:status": {"f:phase": {}}}}]},
       "spec": {"nodeName": "d"}, "status": {"phase": "Running"}}
      """;

  @Test
  void managedFieldsAreSkippedAndNothingElseIs() {
    Pod pod = OperatorClient.serialization().unmarshal(POD, Pod.class);
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(pod.getMetadata().getName()).isEqualTo("a");
    assertThat(pod.getMetadata().getLabels()).containsEntry("b", "c");
    assertThat(pod.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(pod.getSpec().getNodeName()).isEqualTo("d");
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void objectsOfAWatchAreReadTheSameWay() {
    WatchEvent event =
        OperatorClient.serialization()
            .unmarshal("{\"type\": \"ADDED\", \"object\": " + POD + "}", WatchEvent.class);
    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            Pod.class, pod -> assertThat(pod.getMetadata().getManagedFields()).isEmpty());
  }

  @Test
  void objectIsWrittenWithoutManagedFields() {
    Pod pod = OperatorClient.serialization().unmarshal(POD, Pod.class);
    assertThat(OperatorClient.serialization().asJson(pod)).doesNotContain("managedFields");
  }

  /** Whatever comes first, and whatever the kind. */
  @Test
  void eventsAreReadAsTheClientReadsThem() {
    List<String> objects =
        List.of(
            POD,
            """
            {"metadata": {"name": "a", "labels": {"kind": "Node"}}, "spec": {"nodeName": "d"},
             "kind": "Pod", "status": {"phase": "Running"}, "apiVersion": "v1"}
            """,
            "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 410, \"reason\": \"Expired\"}",
            "{\"kind\": \"Bookmark\", \"apiVersion\": \"example.org/v1\", \"spec\": {\"a\": [1]}}",
            "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}",
            "{\"metadata\": {\"name\": \"without-a-kind\"}}",
            "{}");
    KubernetesSerialization own = new KubernetesSerialization();
    for (String object : objects) {
      String event = "{\"type\": \"MODIFIED\", \"more\": {\"a\": []}, \"object\": " + object + "}";
      WatchEvent read = OperatorClient.serialization().unmarshal(event, WatchEvent.class);
      WatchEvent expected = own.unmarshal(event, WatchEvent.class);
      if (expected.getObject() instanceof Pod pod && pod.getMetadata() != null) {
        pod.getMetadata().setManagedFields(List.of());
      }
      assertThat(read.getType()).isEqualTo("MODIFIED");
      assertThat(read.getObject()).as(object).isEqualTo(expected.getObject());
    }
  }

  @Test
  void aJobIsWrittenWithItsTemplateAndReadWithout() {
    Job job =
        new JobBuilder()
            .withNewSpec()
            .withParallelism(1)
            .withNewTemplate()
            .withNewSpec()
            .withNodeName("d")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    String written = OperatorClient.serialization().asJson(job);
    assertThat(written).contains("\"nodeName\":\"d\"");
    Job read = OperatorClient.serialization().unmarshal(written, Job.class);
    assertThat(read.getSpec().getParallelism()).isEqualTo(1);
    assertThat(read.getSpec().getTemplate()).isNull();
    assertThat(read.getSpec().getAdditionalProperties()).isEmpty();
  }

  private static final int RANDOM = 5 + 4 + 2 + 32;
  private static final int TLS_CHACHA20_POLY1305_SHA256 = 0x1303;

  private static final int TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = 0xcca9;

  @Test
  void connectionsPreferWhatTheSimpleCompilerIsFastWith() throws Exception {
    assertThat(preferred(new ConfigBuilder(Config.empty())))
        .isEqualTo(TLS_CHACHA20_POLY1305_SHA256);
  }

  @Test
  void connectionsHaveTheVersionsThatAreConfigured() throws Exception {
    assertThat(preferred(new ConfigBuilder(Config.empty()).withTlsVersions(TlsVersion.TLS_1_2)))
        .isEqualTo(TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);
  }

  /** RFC 8446, 4.1.2: what the client hello has before its suites is of a known length. */
  private static int preferred(ConfigBuilder configured) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Config config =
          configured
              .withMasterUrl("https://127.0.0.1:" + server.getLocalPort())
              .withRequestRetryBackoffLimit(0)
              .build();
      CompletableFuture<byte[]> hello =
          CompletableFuture.supplyAsync(
              () -> {
                // The client tries again, and is refused.
                try (server;
                    Socket socket = server.accept()) {
                  return socket.getInputStream().readNBytes(RANDOM + 1 + 32 + 2 + 2);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      try (KubernetesClient client = OperatorClient.connect(config)) {
        assertThatThrownBy(client::getKubernetesVersion)
            .isInstanceOf(KubernetesClientException.class);
      }
      ByteBuffer read = ByteBuffer.wrap(hello.get(10, TimeUnit.SECONDS));
      read.position(RANDOM);
      read.position(RANDOM + 1 + read.get() + 2);
      return read.getShort() & 0xffff;
    }
  }

  @Test
  void connectionsMayHaveEverySuiteThatTheJvmHasByDefault() throws Exception {
    assertThat(Https.parameters().getCipherSuites())
        .containsExactlyInAnyOrder(
            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    assertThat(Https.parameters().getProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
  }
}
