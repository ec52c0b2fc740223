package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several benchmarks over one reading of the nodes. */
class SelectionsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Catalogue SHIPPED = Catalogue.load();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String ALWAYS_ALLOW = "apiserver-authorization-mode-not-always-allow";
  private static final String MAX_AGE = "apiserver-audit-log-maxage";

  private static <T> T read(String yaml, Class<T> type) {
    try {
      return YAML.readValue(yaml, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(yaml, e);
    }
  }

  private static final Benchmark CIS_1_6 = SHIPPED.benchmark("cis-1.6").orElseThrow();

  private static Requested shipped(String name) {
    return Requested.byName(
        SHIPPED, name, SHIPPED.benchmark(name).orElseThrow(), BenchmarkFit.matches());
  }

  private static Requested own(String name, String spec) {
    TailoredBenchmark.Ready ready =
        (TailoredBenchmark.Ready)
            TailoredBenchmark.of(SHIPPED, name, read(spec, ComplianceBenchmarkSpec.class));
    return Requested.byName(
        ready.catalogue(),
        name,
        ready.catalogue().benchmark(name).orElseThrow(),
        BenchmarkFit.matches());
  }

  private static Requested formerly(String former) {
    return Requested.byName(
        SHIPPED, former, SHIPPED.benchmark(former).orElseThrow(), BenchmarkFit.matches());
  }

  @Test
  void aBenchmarkIsFoundByAFormerNameAndSaysSo() {
    assertThat(select("{}", formerly("openshift-1.0")))
        .isInstanceOfSatisfying(
            Selections.Each.class,
            each ->
                assertThat(each.benchmarks())
                    .singleElement()
                    .satisfies(
                        chosen -> {
                          assertThat(chosen.benchmark().name()).isEqualTo("openshift-1.1");
                          assertThat(chosen.basis())
                              .isEqualTo("it was requested by its former name openshift-1.0");
                        }));
    assertThat(shipped("openshift-1.1").basis()).isEqualTo("it was requested");
  }

  @Test
  void aBenchmarkIsNotEvaluatedTwiceByTwoNames() {
    assertThat(select("{}", shipped("openshift-1.1"), formerly("openshift-1.0")))
        .isInstanceOfSatisfying(
            Selections.Unknown.class,
            unknown -> assertThat(unknown.why()).contains("by its former name"));
  }

  private static Requested days(String name, int days) {
    return own(
        name,
        "extends: cis-2.0\ncontrols: {include: [%1$s, %2$s]}\nparameters: [{control: %1$s, name: days, value: '%3$d'}]"
            .formatted(MAX_AGE, ALWAYS_ALLOW, days));
  }

  private static Selections select(String spec, Requested... benchmarks) {
    return Selections.of(List.of(benchmarks), read(spec, ComplianceScanSpec.class).selection());
  }

  private static List<Selection.Chosen> chosen(String spec, Requested... benchmarks) {
    return ((Selections.Each) select(spec, benchmarks)).benchmarks();
  }

  private static List<ComplianceReportStatus> reports(String spec, Requested... benchmarks) {
    return reports(spec, Approvals.none(), benchmarks);
  }

  /** A waiver for all scans, unless some are named. */
  private static Approvals waiver(String control, String... scans) {
    return new Approvals(
        List.of(
            new Waiver(
                "w",
                new ComplianceWaiverSpec(control, "r", "Ada", "2999-01-01", null, List.of(scans)))),
        List.of());
  }

  private static List<ComplianceReportStatus> reports(
      String spec, Approvals approvals, Requested... benchmarks) {
    List<Selection.Chosen> chosen = chosen(spec, benchmarks);
    RunEvaluator.Evaluated evaluated =
        Nodes.evaluated(
            chosen,
            List.of(
                Nodes.apiServer(
                    "cp-1",
                    argument("--authorization-mode=AlwaysAllow"),
                    argument("--audit-log-maxage=60"))),
            new ClusterReading(
                Facts.ofCluster(Map.of(), Map.of()), new ControlPlane.SelfManaged(1)));
    return chosen.stream()
        .map(
            benchmark ->
                evaluated.report(
                    benchmark,
                    "run",
                    new ReportBuilder.Times(NOW, NOW),
                    NodesEvaluated.all(1),
                    approvals,
                    new Conditions(List.of(), 1, Clock.fixed(NOW, ZoneOffset.UTC))))
        .toList();
  }

  private static Argument argument(String text) {
    return Argument.known(text, SourceLocation.line("/etc/kubernetes/manifests/a.yaml", 2));
  }

  private static Status status(ComplianceReportStatus report, String control) {
    return report.controls().stream()
        .filter(result -> result.name().equals(control))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private static Condition waivers(ComplianceReportStatus report) {
    return report.conditions().stream()
        .filter(condition -> condition.type().equals("WaiversInEffect"))
        .findFirst()
        .orElseThrow();
  }

  private static String unknown(String spec, Requested... benchmarks) {
    Selections.Unknown unknown = (Selections.Unknown) select(spec, benchmarks);
    return unknown.field() + ": " + unknown.why();
  }

  @Test
  void controlThatSeveralBenchmarksHaveIsEvaluatedOnce() {
    List<Selection.Chosen> chosen =
        chosen("suspend: false", shipped("cis-1.12"), shipped("cis-2.0"));
    List<Control> once = Selections.controls(chosen);
    assertThat(once).doesNotHaveDuplicates();
    assertThat(once.size())
        .isLessThan(chosen.stream().mapToInt(benchmark -> benchmark.controls().size()).sum());
    assertThat(once.stream().map(Control::name).filter(ALWAYS_ALLOW::equals)).hasSize(1);
  }

  @Test
  void controlWithOtherParametersIsAnotherEvaluation() {
    Requested[] both = {days("short", 30), days("long", 90)};
    List<Control> evaluated = Selections.controls(chosen("suspend: false", both));
    assertThat(evaluated.stream().map(Control::name))
        .containsExactlyInAnyOrder(MAX_AGE, MAX_AGE, ALWAYS_ALLOW);
    List<ComplianceReportStatus> reports = reports("suspend: false", both);
    assertThat(status(reports.get(0), MAX_AGE)).isEqualTo(Status.Pass);
    assertThat(status(reports.get(1), MAX_AGE)).isEqualTo(Status.Fail);
    assertThat(reports).allSatisfy(r -> assertThat(status(r, ALWAYS_ALLOW)).isEqualTo(Status.Fail));
  }

  @Test
  void reportIsTheSameAsThatOfAScanWithThatBenchmarkAlone() {
    Requested[] all = {shipped("cis-1.6"), shipped("cis-1.12"), shipped("cis-2.0")};
    List<ComplianceReportStatus> together = reports("suspend: false", all);
    List<ComplianceReportStatus> alone =
        Arrays.stream(all).flatMap(one -> reports("suspend: false", one).stream()).toList();
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void waiverByNameCountsForEveryBenchmarkAndOneByNumberWhereTheNumberIs() {
    Requested[] both = {shipped("cis-1.6"), own("mine", custom())};
    List<ComplianceReportStatus> byName = reports("{}", waiver(ALWAYS_ALLOW), both);
    assertThat(status(byName.get(0), ALWAYS_ALLOW)).isEqualTo(Status.Waived);
    assertThat(waivers(byName.get(1)).reason()).isEqualTo("NoWaivers");
    List<ComplianceReportStatus> byNumber = reports("{}", waiver("C.1"), both);
    assertThat(status(byNumber.get(0), ALWAYS_ALLOW)).isEqualTo(Status.Fail);
    assertThat(waivers(byNumber.get(0)).reason()).isEqualTo("NoWaivers");
    assertThat(status(byNumber.get(1), "mine")).isEqualTo(Status.Waived);
  }

  private static String custom() {
    return "customControls: [{id: C.1, name: mine, component: kube-apiserver, title: T,"
        + " severity: low, expression: \"flags['audit-log-maxage'] == '1'\"}]";
  }

  @Test
  void waiverThatNoBenchmarkCanMatchIsReportedInEach() {
    List<ComplianceReportStatus> reports =
        reports(
            "{}",
            waiver("apiserver-basic-auth-file-unset"),
            shipped("cis-1.12"),
            shipped("cis-2.0"));
    assertThat(reports).allSatisfy(r -> assertThat(waivers(r).reason()).isEqualTo("Unmatched"));
  }

  @Test
  void waiverForAllScansIsNotReportedWhereItsControlIsLeftOut() {
    String one = "controls: {include: [" + ALWAYS_ALLOW + "]}";
    assertThat(waivers(reports(one, waiver(MAX_AGE), shipped("cis-2.0")).get(0)).reason())
        .isEqualTo("NoWaivers");
    assertThat(waivers(reports(one, waiver(MAX_AGE, "cis"), shipped("cis-2.0")).get(0)).reason())
        .isEqualTo("Unmatched");
  }

  @Test
  void waiverByANumberOfTwoControlsAcceptsNeitherAndSaysWhy() {
    List<ComplianceReportStatus> reports =
        reports("{}", waiver("1.2.7"), shipped("cis-1.6"), shipped("cis-2.0"));
    assertThat(status(reports.get(0), ALWAYS_ALLOW)).isEqualTo(Status.Fail);
    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(waivers(report).status()).isEqualTo("False");
              assertThat(waivers(report).reason()).isEqualTo("Ambiguous");
              assertThat(waivers(report).message())
                  .startsWith("The waiver w does not count. The number 1.2.7 is that of ")
                  .endsWith("Use the control's name.");
            });
  }

  @Test
  void numberThatMovesWithTheClustersReleaseAcceptsNoFailure() {
    Approvals byNumber =
        waiver("1.2.6").among(List.of(CIS_1_6, SHIPPED.benchmark("cis-2.0").orElseThrow()));
    ComplianceReportStatus report = reports("{}", byNumber, shipped("cis-2.0")).get(0);
    assertThat(status(report, ALWAYS_ALLOW)).isEqualTo(Status.Fail);
    assertThat(waivers(report).message())
        .startsWith("The waiver w does not count. The number 1.2.6 is that of ");
    Approvals byName = waiver(ALWAYS_ALLOW).among(byNumber.alternatives());
    assertThat(status(reports("{}", byName, shipped("cis-2.0")).get(0), ALWAYS_ALLOW))
        .isEqualTo(Status.Waived);
  }

  @Test
  void controlsAreSelectedInEachBenchmarkThatHasThem() {
    assertThat(
            Stream.of("include: [" + ALWAYS_ALLOW + "]", "include: [" + ALWAYS_ALLOW + ", C.1]")
                .map(
                    controls ->
                        chosen(
                                "controls: {" + controls + "}",
                                shipped("cis-2.0"),
                                own("mine", "extends: cis-1.12\n" + custom()))
                            .stream()
                            .map(benchmark -> benchmark.controls().size())
                            .toList()))
        .containsExactly(List.of(1, 1), List.of(1, 2));
  }

  @Test
  void controlThatNoBenchmarkHasIsNamed() {
    assertThat(unknown("controls: {exclude: [nothing]}", shipped("cis-1.12"), shipped("cis-2.0")))
        .isEqualTo(
            "controls.exclude: None of the benchmarks cis-1.12, cis-2.0 has a control \"nothing\".");
    assertThat(unknown("controls: {include: [C.1]}", shipped("cis-2.0"), own("mine", custom())))
        .isEqualTo(
            "controls.include: The benchmark cis-2.0 has none of the controls that are included.");
    assertThat(unknown("controls: {include: ['1.2.66']}", shipped("cis-2.0")))
        .startsWith(
            "controls.include: The benchmark cis-2.0 has no control \"1.2.66\". The nearest");
  }
}
