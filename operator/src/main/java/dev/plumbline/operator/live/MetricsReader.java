package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.client.Config;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Reads when API servers and kubelets were started, from their own metrics. Each has to have a
 * certificate of the cluster's authority before anything is sent to it, as for their configuration.
 */
public final class MetricsReader {

  /** Of API servers, and of kubelets. */
  public static final String METRICS = "/metrics";

  /**
   * A few kilobytes of a kubelet where {@link #METRICS} is hundreds; Kubernetes has the start in it
   * from 1.30 on. It needs the same right.
   */
  static final String SLIS = "/metrics/slis";

  /** The metrics of a busy API server are some ten megabytes. */
  private static final long MAX_BYTES = 128L << 20;

  /** An API server takes seconds to write as much. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String ACCEPT = "Accept: text/plain;version=0.0.4";

  private final ApiServerIdentity apiServer;
  private final KubeletIdentity kubelet;

  /**
   * @param config the operator's own
   * @param tokens what kubelets are asked with
   */
  public MetricsReader(Config config, KubeletTokens tokens) {
    this(
        new ApiServerIdentity(config, LIMIT),
        new KubeletIdentity(config, tokens, KubeletIdentity.LIMIT));
  }

  MetricsReader(ApiServerIdentity apiServer, KubeletIdentity kubelet) {
    this.apiServer = apiServer;
    this.kubelet = kubelet;
  }

  /** Asks one API server, at its own address and with the operator's own token. */
  public ComponentMetrics of(ApiEndpoint endpoint) {
    try {
      MetricLines lines = new MetricLines();
      int status =
          apiServer
              .asOperator()
              .lines(
                  endpoint.address(),
                  endpoint.port(),
                  Question.get(METRICS, apiServer.authorization(ACCEPT)),
                  MAX_BYTES,
                  lines);
      return told(status, lines, "the operator", "the verb get on the nonResourceURL /metrics");
    } catch (NoAnswer e) {
      return new ComponentMetrics.Unknown(e.why());
    }
  }

  /** Asks one kubelet, with a token that can do little. It has no files with a hash. */
  public ComponentMetrics of(KubeletEndpoint endpoint) {
    try {
      MetricLines lines = new MetricLines();
      int status = read(endpoint, SLIS, lines);
      if (isElsewhere(status, lines)) {
        status = read(endpoint, METRICS, lines);
      }
      return told(
          status,
          lines,
          "the service account " + KubeletTokens.ACCOUNT,
          "the verb get on nodes/metrics");
    } catch (NoAnswer e) {
      return new ComponentMetrics.Unknown(e.why());
    }
  }

  private int read(KubeletEndpoint endpoint, String path, MetricLines lines) throws NoAnswer {
    return kubelet.answered(
        kubelet
            .exchange(endpoint)
            .lines(
                endpoint.address(),
                endpoint.port(),
                Question.get(path, ACCEPT, kubelet.authorization()),
                MAX_BYTES,
                lines));
  }

  private static boolean isElsewhere(int status, MetricLines lines) {
    return status == HttpURLConnection.HTTP_NOT_FOUND
        || status == HttpURLConnection.HTTP_OK && lines.known().isEmpty();
  }

  private static ComponentMetrics told(int status, MetricLines lines, String asked, String needed) {
    return switch (status) {
      case HttpURLConnection.HTTP_OK ->
          lines
              .known()
              .<ComponentMetrics>map(known -> known)
              .orElseGet(
                  () ->
                      new ComponentMetrics.Unknown(
                          "answered without a usable process_start_time_seconds"));
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
          new ComponentMetrics.Unknown(
              "refused "
                  + asked
                  + " ("
                  + status
                  + "): its ClusterRole needs "
                  + needed
                  + "; apply config/ again");
      default -> new ComponentMetrics.Unknown("answered with the status " + status);
    };
  }
}
