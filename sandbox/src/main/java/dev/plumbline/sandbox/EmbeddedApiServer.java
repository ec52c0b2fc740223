package dev.plumbline.sandbox;

import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * fabric8's mock API server, on loopback: objects, watches and pod logs, and what kubectl needs to
 * read them. It validates nothing and runs no controllers: it shows the operator, and is no
 * cluster.
 */
final class EmbeddedApiServer implements AutoCloseable {

  /** It logs every request; held here, or the level would be forgotten with the logger. */
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  private final KubernetesMockServer server;
  private final PodLogs logs;
  private final String url;

  private EmbeddedApiServer(KubernetesMockServer server, PodLogs logs, String url) {
    this.server = server;
    this.url = url;
    this.logs = logs;
  }

  public static EmbeddedApiServer start() {
    REQUESTS.setLevel(Level.OFF);
    PodLogs logs = new PodLogs();
    MockWebServer web = new MockWebServer();
    List<CustomResourceDefinitionContext> types =
        List.of(
            CustomResourceDefinitionContext.fromCustomResourceType(ComplianceScan.class),
            CustomResourceDefinitionContext.fromCustomResourceType(ComplianceReport.class),
            CustomResourceDefinitionContext.fromCustomResourceType(ComplianceBenchmark.class),
            CustomResourceDefinitionContext.fromCustomResourceType(ComplianceWaiver.class),
            CustomResourceDefinitionContext.fromCustomResourceType(ComplianceAttestation.class));
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), web, new HashMap<>(), new ApiDispatcher(types, logs), false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    return new EmbeddedApiServer(server, logs, "http://127.0.0.1:" + server.getPort());
  }

  public KubernetesClient client() {
    return server.createClient();
  }

  /** Where kubectl finds it. */
  public String url() {
    return url;
  }

  PodLogs logs() {
    return logs;
  }

  @Override
  public void close() {
    server.destroy();
  }
}
