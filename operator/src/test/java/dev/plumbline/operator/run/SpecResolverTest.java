package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.UtcClock;
import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecResolverTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private MockCluster cluster;
  private SpecResolver resolver;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    resolver =
        new SpecResolver(
            cluster.client(),
            CATALOGUE,
            new ListedObjects(cluster.client(), new ClusterChanges(MockCluster.CLOCK)),
            new Minutes());
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

  private static List<Selection.Chosen> benchmarks(SpecResolver.Resolution resolution) {
    return ((ResolvedScan.Valid) resolution.scan()).benchmarks();
  }

  private static Selection.Chosen chosen(SpecResolver.Resolution resolution) {
    return benchmarks(resolution).get(0);
  }

  private String invalid(String spec) {
    ResolvedScan.Invalid invalid = (ResolvedScan.Invalid) resolve(spec).scan();
    return invalid.field() + ": " + invalid.why();
  }

  private void ownBenchmark(String spec) {
    ownBenchmark("shop", spec);
  }

  private void ownBenchmark(String name, String spec) {
    ComplianceBenchmark own = new ComplianceBenchmark();
    own.setMetadata(new ObjectMetaBuilder().withName(name).withGeneration(1L).build());
    own.setSpec(Serialization.unmarshal(spec, ComplianceBenchmarkSpec.class));
    cluster.create(own);
  }

  @Test
  void benchmarkFollowsTheApiServersVersion() {
    cluster.version("v1.33.1+k3s1");
    assertThat(chosen(resolve("suspend: false")).benchmark().distribution()).isEqualTo("k3s");
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
    assertThat(chosen(resolve("benchmark: cis-1.12")).benchmark().name()).isEqualTo("cis-1.12");
  }

  @Test
  void numberThatMovesWithTheClustersReleaseExcludesNothing() {
    cluster.version("v1.36.3");
    assertThat(invalid("controls: {exclude: ['5.3.2', '5.2.10']}"))
        .startsWith("controls.exclude: The number 5.2.10 is that of ")
        .endsWith("Use the control's name.");
    assertThat(chosen(resolve("controls: {exclude: ['5.3.2']}")).controls()).isNotEmpty();
    assertThat(chosen(resolve("benchmark: cis-2.0\ncontrols: {exclude: ['5.2.10']}")).controls())
        .isNotEmpty();
  }

  @Test
  void waiversOfAScanWithoutABenchmarkKnowWhatMayTakeItsPlace() {
    cluster.version("v1.36.3");
    assertThat(((ResolvedScan.Valid) resolve("{}").scan()).approvals().alternatives())
        .extracting(Benchmark::name)
        .contains("cis-1.11", "cis-2.0");
    assertThat(
            ((ResolvedScan.Valid) resolve("benchmark: cis-2.0").scan()).approvals().alternatives())
        .isEmpty();
  }

  @Test
  void attestationOfADayToComeChangesTheDigestOnThatDay() {
    ComplianceAttestation attestation = new ComplianceAttestation();
    attestation.setMetadata(new ObjectMetaBuilder().withName("a").build());
    attestation.setSpec(
        new ComplianceAttestationSpec("1.2.6", "s", "Ada", "2020-01-02", "2999-01-01", null));
    cluster.create(attestation);
    ComplianceScan scan = scan("benchmark: cis-1.12");
    assertThat(resolver.resolve(scan, Instant.parse("2020-01-01T23:59:59Z")).rulesDigest())
        .isNotEqualTo(resolver.resolve(scan, Instant.parse("2020-01-02T00:00:00Z")).rulesDigest());
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
    assertThat(chosen(first).benchmark()).isEqualTo(chosen(second).benchmark());
    assertThat(first.rulesDigest()).isNotEqualTo(second.rulesDigest());
  }

  @Test
  void expiryOfAWaiverChangesTheDigest() {
    waiver("cis");
    ComplianceScan scan = scan("benchmark: cis-1.12");
    assertThat(resolver.resolve(scan, Instant.parse("2020-01-01T23:59:59Z")).rulesDigest())
        .isNotEqualTo(resolver.resolve(scan, Instant.parse("2020-01-02T00:00:00Z")).rulesDigest());
  }

  @Test
  void waiverForAnotherScanLeavesTheDigestAsItIs() {
    String digest = resolve("benchmark: cis-1.12").rulesDigest();
    waiver("another");
    assertThat(resolve("benchmark: cis-1.12").rulesDigest()).isEqualTo(digest);
    waiver("cis");
    assertThat(resolve("benchmark: cis-1.12").rulesDigest()).isNotEqualTo(digest);
  }

  private void waiver(String scan) {
    ComplianceWaiver waiver = new ComplianceWaiver();
    waiver.setMetadata(new ObjectMetaBuilder().withName("for-" + scan).build());
    waiver.setSpec(
        new ComplianceWaiverSpec("1.2.6", "r", "Ada", "2020-01-01", null, List.of(scan)));
    cluster.create(waiver);
  }

  @Test
  void ownBenchmarkIsUsedByItsName() {
    ownBenchmark("extends: cis-1.12");
    assertThat(chosen(resolve("benchmark: shop")).benchmark().name()).isEqualTo("shop");
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
    assertThat(chosen(second).controls()).hasSize(1);
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

  @Test
  void benchmarksAreResolvedInTheirOrderShippedOrOwn() {
    ownBenchmark("extends: cis-1.12\ncontrols: {include: ['1.2.6']}");
    cluster.version("v1.33.1");
    assertThat(benchmarks(resolve("benchmarks: [shop, cis-1.12, cis-1.11]")))
        .extracting(chosen -> chosen.benchmark().name())
        .containsExactly("shop", "cis-1.12", "cis-1.11");
  }

  @Test
  void ownBenchmarksMayHaveControlsOfTheSameNameThatDiffer() {
    String control =
        "customControls: [{id: C.1, name: mine, component: node, title: T, severity: %s}]";
    ownBenchmark("one", control.formatted("low"));
    ownBenchmark("two", control.formatted("high"));
    assertThat(benchmarks(resolve("benchmarks: [one, two]")))
        .extracting(chosen -> chosen.controls().get(0).severity().name())
        .containsExactly("low", "high");
  }

  @Test
  void nobodyPutsABenchmarkInPlaceOfAShippedOne() {
    ownBenchmark("cis-1.12", "extends: cis-2.0\ncontrols: {include: ['1.2.6']}");
    cluster.version("v1.33.1");
    assertThat(chosen(resolve("benchmark: cis-1.12")).controls()).hasSizeGreaterThan(100);
  }

  @Test
  void anOwnBenchmarkFitsWhatItsBaseWasWrittenFor() {
    ownBenchmark("mine", "extends: cis-1.12");
    cluster.version("v1.33.1");
    assertThat(chosen(resolve("benchmark: mine")).fit().isMatch()).isTrue();
    cluster.version("v1.28.1");
    assertThat(chosen(resolve("benchmark: mine")).fit().reason())
        .isEqualTo(BenchmarkFit.Reason.BenchmarkNotForRelease);
  }

  @Test
  void aBenchmarkIsFoundByTheNameThatItHadBefore() {
    cluster.version("v1.23.1");
    Selection.Chosen chosen = chosen(resolve("benchmark: openshift-1.0"));
    assertThat(chosen.benchmark().name()).isEqualTo("openshift-1.1");
    assertThat(chosen.basis()).contains("openshift-1.0");
  }

  @Test
  void mistypedBenchmarkIsAnsweredWithTheNearestName() {
    assertThat(invalid("benchmark: cis-20"))
        .startsWith("benchmark: There is no benchmark \"cis-20\". The nearest name is cis-2.0;")
        .doesNotContain("cis-1.12");
    assertThat(invalid("benchmarks: [cis-2.0, nothing-like-it]"))
        .startsWith("benchmarks: There is no benchmark \"nothing-like-it\". \"plumbline");
  }

  @Test
  void contradictionsInTheBenchmarksAreInvalid() {
    assertThat(invalid("benchmark: cis-2.0\nbenchmarks: [cis-1.12]"))
        .isEqualTo("benchmarks: Set either benchmark or benchmarks, not both.");
    assertThat(invalid("benchmarks: [cis-2.0, cis-2.0]")).contains("named twice");
    assertThat(
            invalid(
                "benchmarks: [cis-1.5, cis-1.6, cis-1.7, cis-1.8, cis-1.9, cis-1.10, cis-1.11,"
                    + " cis-1.12, cis-2.0]"))
        .contains("at most 8");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.33.1, cis-1.12, Matches, ''",
    "v1.33.1, cis-1.6, BenchmarkNotForRelease, 'Set spec.benchmark to another, such as cis-1.12.'",
    "v1.33.1, eks-1.7, BenchmarkNotForDistribution, 'such as cis-1.12.'",
    "v1.33.1+k3s1, cis-1.12, BenchmarkNotForDistribution, Set spec.benchmark to another",
    "v1.99.0, cis-1.12, BenchmarkNotForRelease, Set spec.benchmark to another."
  })
  void namedBenchmarkThatDoesNotFitSaysWhatDecides(
      String version, String benchmark, BenchmarkFit.Reason reason, String remedy) {
    cluster.version(version);
    Selection.Chosen chosen = chosen(resolve("benchmark: " + benchmark));
    assertThat(chosen.benchmark().name()).isEqualTo(benchmark);
    assertThat(chosen.fit().reason()).isEqualTo(reason);
    assertThat(chosen.fit().why()).contains(remedy);
  }

  @Test
  void whetherABenchmarkFitsIsUnknownUntilTheVersionWasReadAndStaysWhileItCannotBe() {
    cluster.versionRefused();
    assertThat(chosen(resolve("benchmark: cis-1.12")).fit().reason())
        .isEqualTo(BenchmarkFit.Reason.ReleaseUnknown);
    cluster.version("v1.33.1");
    String digest = resolve("benchmark: cis-1.12").rulesDigest();
    cluster.versionRefused();
    assertThat(resolve("benchmark: cis-1.12").rulesDigest()).isEqualTo(digest);
  }

  @Test
  void aNumberThatIsOfTwoControlsIsRefused() {
    assertThat(invalid("benchmarks: [cis-1.6, cis-2.0]\ncontrols: {include: ['1.2.7']}"))
        .startsWith("controls.include: The number 1.2.7 is that of ")
        .contains("apiserver-authorization-mode-not-always-allow in cis-1.6", "in cis-2.0")
        .endsWith("Use the control's name.");
  }

  /** Each look at it is a minute later, so that nothing that was read before counts any more. */
  private static final class Minutes extends UtcClock {

    private Instant now = MockCluster.NOW;

    @Override
    public Instant instant() {
      now = now.plusSeconds(60);
      return now;
    }
  }
}
