package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpecResolverTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private MockCluster cluster;
  private SpecResolver resolver;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    resolver = new SpecResolver(cluster.client(), CATALOGUE);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static ComplianceScan scan(String spec) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withUid("uid").build());
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    return scan;
  }

  private SpecResolver.Resolution resolve(String spec) {
    return resolver.resolve(scan(spec), MockCluster.NOW);
  }

  private static ResolvedScan.Valid valid(SpecResolver.Resolution resolution) {
    return (ResolvedScan.Valid) resolution.scan();
  }

  private void ownBenchmark(String spec) {
    ComplianceBenchmark own = new ComplianceBenchmark();
    own.setMetadata(new ObjectMetaBuilder().withName("shop").withGeneration(1L).build());
    own.setSpec(Serialization.unmarshal(spec, ComplianceBenchmarkSpec.class));
    cluster.create(own);
  }

  @Test
  void benchmarkFollowsTheApiServersVersion() {
    cluster.version("v1.33.1+k3s1");
    assertThat(valid(resolve("suspend: false")).selection().benchmark().distribution())
        .isEqualTo("k3s");
  }

  @Test
  void versionThatCannotBeReadResolvesNothing() {
    cluster.versionRefused();
    assertThatThrownBy(() -> resolve("suspend: false"))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void scanThatNamesItsBenchmarkNeedsNoVersion() {
    cluster.versionRefused();
    assertThat(valid(resolve("benchmark: cis-1.12")).selection().benchmark().name())
        .isEqualTo("cis-1.12");
  }

  @Test
  void anotherBenchmarkChangesTheDigest() {
    cluster.version("v1.33.1+k3s1");
    String k3s = resolve("suspend: false").rulesDigest();
    assertThat(resolve("suspend: false").rulesDigest()).isEqualTo(k3s);
    cluster.version("v1.33.1+rke2r1");
    assertThat(resolve("suspend: false").rulesDigest()).isNotEqualTo(k3s);
  }

  @Test
  void anotherMismatchChangesTheDigest() {
    cluster.version("v1.98.0");
    SpecResolver.Resolution first = resolve("suspend: false");
    cluster.version("v1.99.0");
    SpecResolver.Resolution second = resolve("suspend: false");
    assertThat(valid(first).selection().benchmark())
        .isEqualTo(valid(second).selection().benchmark());
    assertThat(first.rulesDigest()).isNotEqualTo(second.rulesDigest());
  }

  @Test
  void expiryOfAWaiverChangesTheDigest() {
    ComplianceScan scan =
        scan(
            "benchmark: cis-1.12\n"
                + "waivers: [{control: '1.2.6', reason: r, expires: '2020-01-01'}]");
    assertThat(resolver.resolve(scan, Instant.parse("2020-01-01T23:59:59Z")).rulesDigest())
        .isNotEqualTo(resolver.resolve(scan, Instant.parse("2020-01-02T00:00:00Z")).rulesDigest());
  }

  @Test
  void ownBenchmarkIsUsedByItsName() {
    ownBenchmark("extends: cis-1.12");
    assertThat(valid(resolve("benchmark: shop")).selection().benchmark().name()).isEqualTo("shop");
  }

  @Test
  void anotherGenerationOfAnOwnBenchmarkChangesTheDigest() {
    ownBenchmark("extends: cis-1.12");
    String first = resolve("benchmark: shop").rulesDigest();
    cluster
        .client()
        .resources(ComplianceBenchmark.class)
        .withName("shop")
        .edit(
            own -> {
              own.getMetadata().setGeneration(2L);
              own.setSpec(
                  Serialization.unmarshal(
                      "extends: cis-1.12\ncontrols: {include: ['1.2.6']}",
                      ComplianceBenchmarkSpec.class));
              return own;
            });
    SpecResolver.Resolution second = resolve("benchmark: shop");
    assertThat(second.rulesDigest()).isNotEqualTo(first);
    assertThat(valid(second).selection().controls()).hasSize(1);
  }

  @Test
  void ownBenchmarkWithErrorsIsInvalid() {
    ownBenchmark("extends: cis-0.1");
    assertThat(resolve("benchmark: shop").scan())
        .isInstanceOfSatisfying(
            ResolvedScan.Invalid.class,
            invalid -> {
              assertThat(invalid.field()).isEqualTo("benchmark");
              assertThat(invalid.why()).contains("ComplianceBenchmark shop has errors", "cis-0.1");
            });
  }
}
