package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Compiles a ComplianceBenchmark and reports its errors. They concern that benchmark only. */
@ControllerConfiguration(name = "compliancebenchmark")
public final class ComplianceBenchmarkReconciler implements Reconciler<ComplianceBenchmark> {

  private final Catalogue shipped;
  private final ObjectWriter writer;
  private final Clock clock;

  public ComplianceBenchmarkReconciler(
      KubernetesClient client, Catalogue shipped, OperatorSettings settings, Clock clock) {
    this.shipped = shipped;
    this.writer = new ObjectWriter(client, settings.writing());
    this.clock = clock;
  }

  @Override
  public UpdateControl<ComplianceBenchmark> reconcile(
      ComplianceBenchmark benchmark, Context<ComplianceBenchmark> context) {
    TailoredBenchmark tailored =
        TailoredBenchmark.of(shipped, benchmark.getMetadata().getName(), benchmark.getSpec());
    writer.status(benchmark, status(benchmark, tailored));
    return UpdateControl.noUpdate();
  }

  private ComplianceBenchmarkStatus status(
      ComplianceBenchmark benchmark, TailoredBenchmark tailored) {
    long generation = Optional.ofNullable(benchmark.getMetadata().getGeneration()).orElse(0L);
    List<Condition> old =
        Optional.ofNullable(benchmark.getStatus())
            .map(ComplianceBenchmarkStatus::conditions)
            .orElse(List.of());
    ScanConditions conditions = new ScanConditions(new Conditions(old, generation, clock));
    if (tailored instanceof TailoredBenchmark.Ready ready) {
      return new ComplianceBenchmarkStatus(
          generation, conditions.compiled(ready.controls()), ready.controls());
    }
    String errors = String.join("\n", ((TailoredBenchmark.Broken) tailored).errors());
    return new ComplianceBenchmarkStatus(generation, conditions.broken(errors), null);
  }
}
