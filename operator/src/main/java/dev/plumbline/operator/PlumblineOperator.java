package dev.plumbline.operator;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.metrics.Endpoints;
import dev.plumbline.operator.metrics.ScanMetrics;
import dev.plumbline.operator.run.ComplianceBenchmarkReconciler;
import dev.plumbline.operator.run.ComplianceScanReconciler;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The whole operator, to start and to stop. */
public final class PlumblineOperator implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(PlumblineOperator.class);

  /** Of two replicas, the holder of this lease works. */
  private static final String LEASE = "plumbline-operator";

  private final Operator operator;
  private final Endpoints endpoints;

  private PlumblineOperator(Operator operator, Endpoints endpoints) {
    this.operator = operator;
    this.endpoints = endpoints;
  }

  /** Starts it; returns once its caches are filled. */
  public static PlumblineOperator start(KubernetesClient client, OperatorSettings settings) {
    LOG.info(
        "Starting: API server {}, namespace for Jobs {}",
        client.getMasterUrl(),
        settings.namespace());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    ScanMetrics metrics = new ScanMetrics(registry);
    Operator operator =
        new Operator(
            configuration -> {
              configuration
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withStopOnInformerErrorDuringStartup(true)
                  .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                  .withUseSSAToPatchPrimaryResource(
                      settings.writing() == OperatorSettings.Writing.SERVER_SIDE_APPLY);
              if (settings.leaderElection()) {
                configuration.withLeaderElectionConfiguration(
                    new LeaderElectionConfiguration(LEASE, settings.namespace()));
              }
            });
    Catalogue catalogue = Catalogue.load();
    // JOSDK's default gives up after six attempts, and a scan would then wait for hours.
    operator.register(
        new ComplianceScanReconciler(client, catalogue, settings, metrics, Clock.systemUTC()),
        controller -> controller.withRetry(retry()).withRateLimiter(together()));
    operator.register(
        new ComplianceBenchmarkReconciler(client, catalogue, settings, Clock.systemUTC()),
        controller -> controller.withRetry(retry()));
    AtomicBoolean ready = new AtomicBoolean();
    Endpoints endpoints =
        Endpoints.open(
            settings.port(),
            () -> scraped(metrics, registry),
            () -> isHealthy(operator, ready),
            ready::get);
    operator.start();
    ready.set(true);
    LOG.info("Ready{}", sinceStart().map(age -> ", " + age + " after the process").orElse(""));
    return new PlumblineOperator(operator, endpoints);
  }

  /** How old this process is; empty where the system does not tell. */
  private static Optional<Duration> sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.MILLIS));
  }

  private static String scraped(ScanMetrics metrics, PrometheusMeterRegistry registry) {
    metrics.refresh();
    return registry.scrape();
  }

  /** Healthy while it starts; afterwards its watches must be healthy. */
  private static boolean isHealthy(Operator operator, AtomicBoolean ready) {
    return !ready.get() || operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private static GenericRetry retry() {
    return new GenericRetry()
        .withoutMaxAttempts()
        .setInitialInterval(Duration.ofSeconds(1))
        .setIntervalMultiplier(2)
        .setMaxInterval(Duration.ofSeconds(60).toMillis());
  }

  /**
   * Each Job and pod of a large cluster is several events, and a step goes through all nodes and
   * writes what it has found: events that are close to each other are one step's. Steps of a small
   * cluster are further apart than this.
   */
  private static LinearRateLimiter together() {
    return new LinearRateLimiter(Duration.ofMillis(250), 2);
  }

  /** Stops on SIGTERM, letting a reconciliation end. */
  public void stopWithTheProcess() {
    operator.installShutdownHook(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    endpoints.close();
    operator.stop();
  }
}
