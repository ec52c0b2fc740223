package dev.plumbline.operator;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.scan.ComplianceBenchmarkReconciler;
import dev.plumbline.operator.scan.ComplianceScanReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The operator as one thing to start and stop. */
public final class PlumblineOperator implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(PlumblineOperator.class);

  private final Operator operator;

  private PlumblineOperator(Operator operator) {
    this.operator = operator;
  }

  /** Starts it; returns once its caches are filled. */
  public static PlumblineOperator start(KubernetesClient client, OperatorSettings settings) {
    LOG.info(
        "starting against {}, Jobs in the namespace {}",
        client.getMasterUrl(),
        settings.namespace());
    Operator operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withStopOnInformerErrorDuringStartup(true)
                    .withUseSSAToPatchPrimaryResource(
                        settings.writing() == OperatorSettings.Writing.SERVER_SIDE_APPLY));
    Catalogue catalogue = Catalogue.load();
    // JOSDK's own default gives up after six attempts, and a scan would then rest for hours.
    operator.register(
        new ComplianceScanReconciler(client, catalogue, settings, Clock.systemUTC()),
        controller -> controller.withRetry(retry()));
    operator.register(
        new ComplianceBenchmarkReconciler(client, catalogue, settings, Clock.systemUTC()),
        controller -> controller.withRetry(retry()));
    operator.start();
    return new PlumblineOperator(operator);
  }

  private static GenericRetry retry() {
    return new GenericRetry()
        .withoutMaxAttempts()
        .setInitialInterval(Duration.ofSeconds(1))
        .setIntervalMultiplier(2)
        .setMaxInterval(Duration.ofSeconds(60).toMillis());
  }

  /** Stops on SIGTERM, letting a reconciliation end. */
  public void stopWithTheProcess() {
    operator.installShutdownHook(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    operator.stop();
  }
}
