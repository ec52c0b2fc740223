package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.NoContext;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComplianceBenchmarkReconcilerTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static ComplianceBenchmarkStatus reconciled(String spec) {
    try (MockCluster cluster = MockCluster.start()) {
      ComplianceBenchmark benchmark = new ComplianceBenchmark();
      benchmark.setMetadata(new ObjectMetaBuilder().withName("shop").withGeneration(7L).build());
      benchmark.setSpec(Serialization.unmarshal(spec, ComplianceBenchmarkSpec.class));
      cluster.create(benchmark);
      new ComplianceBenchmarkReconciler(
              cluster.client(), CATALOGUE, MockCluster.settings(), MockCluster.CLOCK)
          .reconcile(benchmark, NoContext.of());
      return cluster
          .client()
          .resources(ComplianceBenchmark.class)
          .withName("shop")
          .require()
          .getStatus();
    }
  }

  private static Map<String, String> statuses(ComplianceBenchmarkStatus status) {
    return status.conditions().stream()
        .collect(Collectors.toMap(Condition::type, Condition::status));
  }

  @Test
  void benchmarkWithoutErrorsIsReady() {
    ComplianceBenchmarkStatus status =
        reconciled("extends: cis-1.12\ncontrols: {include: ['1.2.6', '1.2.7']}");
    assertThat(statuses(status))
        .isEqualTo(Map.of("Ready", "True", "Reconciling", "False", "Stalled", "False"));
    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.controls()).isEqualTo(2);
  }

  @Test
  void benchmarkWithErrorsIsStalledAndNamesThem() {
    ComplianceBenchmarkStatus status = reconciled("extends: cis-0.1");
    assertThat(statuses(status))
        .isEqualTo(Map.of("Ready", "False", "Reconciling", "False", "Stalled", "True"));
    assertThat(status.conditions())
        .filteredOn(condition -> condition.type().equals("Ready"))
        .extracting(Condition::message)
        .first()
        .asString()
        .contains("cis-0.1");
    assertThat(status.controls()).isNull();
  }
}
