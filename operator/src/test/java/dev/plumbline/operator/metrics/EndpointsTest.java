package dev.plumbline.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.NodeCounts;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.NotEvaluated;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EndpointsTest {

  private static final Run RUN =
      new Run(
          "a", 1, "", Run.Cause.Scheduled, "", "2026-11-23T12:00:00Z", "2026-11-23T12:00:07Z", "");

  private static ComplianceReportStatus report() {
    return new ComplianceReportStatus(
        List.of(),
        "cis-2.0",
        "a",
        "2026-11-23T12:00:07Z",
        "2026-11-23T12:00:07Z",
        new ComplianceReportStatus.Summary(0, 1, 0, 0, 0, 0, 0),
        NodeCounts.of(3, 2, NotEvaluated.Reason.NotReady),
        List.of(
            new ControlResult(
                "1.2.6", "not-always-allow", "t", Severity.critical, Status.Fail, "", List.of())),
        List.of());
  }

  private static HttpResponse<String> get(Endpoints endpoints, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoints.port() + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void metricsAndProbesAreServed() throws IOException, InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ScanMetrics metrics = new ScanMetrics(registry);
    metrics.evaluated("cis", List.of(report()), RUN);
    metrics.nodeNotRead("cis");
    AtomicBoolean ready = new AtomicBoolean();
    try (Endpoints endpoints = Endpoints.open(0, registry::scrape, () -> true, ready::get)) {
      assertThat(get(endpoints, "/metrics").body())
          .contains(
              "plumbline_control_status{benchmark=\"cis-2.0\",control=\"not-always-allow\",scan=\"cis\",severity=\"critical\",status=\"Fail\"}"
                  + " 1.0",
              "plumbline_controls{benchmark=\"cis-2.0\",scan=\"cis\",severity=\"critical\",status=\"Fail\"}"
                  + " 1.0",
              "plumbline_controls{benchmark=\"cis-2.0\",scan=\"cis\",severity=\"high\",status=\"Fail\"}"
                  + " 0.0",
              "plumbline_last_scan_duration_seconds{scan=\"cis\"} 7.0",
              "plumbline_nodes{scan=\"cis\",state=\"not_evaluated\"} 1.0",
              "plumbline_score{benchmark=\"cis-2.0\",scan=\"cis\"} 0.0",
              "plumbline_compliant{benchmark=\"cis-2.0\",scan=\"cis\"} -1.0",
              "plumbline_node_job_failures_total{scan=\"cis\"} 1.0");
      assertThat(get(endpoints, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(endpoints, "/readyz").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(get(endpoints, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(endpoints, "/other").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aScanThatIsGoneIsForgotten() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ScanMetrics metrics = new ScanMetrics(registry);
    metrics.evaluated("cis", List.of(report()), RUN);
    metrics.scanNames(Set::of);
    metrics.refresh();
    assertThat(registry.scrape()).doesNotContain("cis");
  }

  /** As somebody in the cluster could: the port is open to scrapers. */
  @Test
  void connectionsThatSendNothingOrHalfARequestStarveNoProbe() throws Exception {
    List<Socket> held = new ArrayList<>();
    try (Endpoints endpoints = Endpoints.open(0, () -> "metrics", () -> true, () -> true)) {
      for (int i = 0; i < 500; i++) {
        held.add(connected(endpoints, ""));
        held.add(connected(endpoints, "GET /readyz HTTP/1.1\r\nHo"));
      }
      for (String path : List.of("/readyz", "/healthz", "/metrics")) {
        assertThat(get(endpoints, path).statusCode()).isEqualTo(200);
      }
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals(NewestFirst.NAME))
              .count();
      assertThat(threads).isBetween(1L, 500L / 2);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static Socket connected(Endpoints endpoints, String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
