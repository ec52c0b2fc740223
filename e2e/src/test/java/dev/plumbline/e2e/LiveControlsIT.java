package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.e2e.LiveControl.State;
import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Probe;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each control that a running component tells about, broken, and mended by its own fix: what files
 * and processes show and what components say and do come to the same, before and after. Many are
 * broken at once, in few starts of the components.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveControlsIT {

  private static final String SCAN = "live-controls";
  private static final String BENCHMARK = "cis-2.0";
  private static final String API_SERVER = "kube-apiserver";

  /** No registry is there, so that no pod starts where each has to pull its image. */
  private static final String PULLING = "apiserver-always-pull-images";

  private final Map<String, Control> controls = new TreeMap<>();

  /** What was compared in any of the scans. */
  private final Set<String> compared = new TreeSet<>();

  /** Those of which the report has a diff. */
  private final Set<String> patched = new TreeSet<>();

  private TrueCluster cluster;
  private Misconfiguration misconfiguration;
  private List<LiveControl> rows;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    rows = LiveControl.all();
    Catalogue catalogue = Catalogue.load();
    for (String number : catalogue.benchmark(BENCHMARK).orElseThrow().requirements().keySet()) {
      Control control =
          catalogue.control(number, catalogue.benchmark(BENCHMARK).orElseThrow()).orElseThrow();
      controls.put(control.name(), control);
    }
    misconfiguration = new Misconfiguration(cluster, rows);
    misconfiguration.prepare();
    cluster.apply(scan("Node, Live, Probe"));
  }

  @AfterAll
  void restore() throws IOException, InterruptedException {
    // First, since a server that a test has left broken answers nothing.
    misconfiguration.restore();
    cluster.client().resources(ComplianceScan.class).withName(SCAN).delete();
    cluster.close();
  }

  private String scan(String sources) {
    return """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec:
          benchmark: %s
          rescanPolicy: Never
          controls: {include: [%s]}
          sources: [%s]
          probes: [%s]
        """
        .formatted(
            SCAN,
            BENCHMARK,
            rows.stream().map(LiveControl::control).distinct().collect(Collectors.joining(", ")),
            sources,
            Arrays.stream(Probe.values()).map(Enum::name).collect(Collectors.joining(", ")));
  }

  @Test
  @Order(1)
  void everyControlThatAComponentTellsAboutIsHere() {
    assertThat(rows)
        .extracting(LiveControl::control)
        .containsAll(
            controls.values().stream().filter(LiveControl::isAbout).map(Control::name).toList())
        .allSatisfy(name -> assertThat(LiveControl.isAbout(control(name))).as(name).isTrue());
  }

  @Test
  @Order(2)
  void whatKubeadmLeavesOpenIsOpenInTheRunningComponents() {
    assertBroken(State.AsInstalled, cluster.awaitRun(SCAN, ""));
  }

  /** What is configured is right, so that it is the behaviour that differs. */
  @Test
  @Order(3)
  void whatABindingAllowsIsToldApart() throws IOException, InterruptedException {
    misconfiguration.bindEverybody();
    try {
      // A kubelet remembers for half a minute what it has denied.
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                Map<String, ControlResult> results = byName(cluster.rescan(SCAN));
                assertThat(in(State.Bound))
                    .isNotEmpty()
                    .allSatisfy(row -> assertBound(row, result(row.control(), results)));
              });
    } finally {
      misconfiguration.unbind();
    }
  }

  @Test
  @Order(4)
  void whatIsMisconfiguredFailsByTheRunningComponentsToo() throws IOException {
    misconfiguration.breakStaticPods(State.Misconfigured, Openness.OPEN);
    misconfiguration.breakKubelets();
    awaitBroken(State.Misconfigured);
  }

  @Test
  @Order(5)
  void withoutTheNodeAuthorizerNodesAreNotRestricted() throws IOException, InterruptedException {
    misconfiguration.allowNodes();
    misconfiguration.breakStaticPods(State.RbacAlone, Openness.AUTHORIZING);
    awaitBroken(State.RbacAlone);
  }

  @Test
  @Order(6)
  void whatIsMendedByItsOwnFixPassesByBoth() throws IOException, InterruptedException {
    Map<String, LiveControl> mended = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.state().isPresent() && row.neverMended().isEmpty())
        .filter(row -> !row.control().equals(PULLING))
        .forEach(row -> mended.put(row.control(), row));
    mend(mended);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              Map<String, ControlResult> results = byName(cluster.rescan(SCAN));
              assertThat(mended.values())
                  .allSatisfy(row -> assertMended(row, result(row.control(), results)));
            });
  }

  /** Files are read here without a pod. */
  @Test
  @Order(7)
  void imagesThatAreAlwaysPulledAreToldWithoutAPod() throws IOException, InterruptedException {
    OwnFixes.patchStaticPods(TrueCluster.CONTROL_PLANE, List.of(PULLING));
    assertThat(Files.readString(TrueCluster.manifest())).contains("AlwaysPullImages");
    cluster.awaitServer(Openness.AUTHORIZING);
    cluster.apply(scan("Live, Probe"));
    ControlResult result = result(PULLING, byName(cluster.rescan(SCAN)));
    assertThat(result.status()).isEqualTo(Status.Pass);
    assertThat(about(result))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.comparison()).isEqualTo(Comparison.Agree);
              assertThat(finding.message()).contains("does not admit a pod");
            });
  }

  @Test
  @Order(8)
  void onlyWhatNoComponentTellsWasNeverCompared() {
    assertThat(compared)
        .containsExactlyElementsOf(
            new TreeSet<>(
                rows.stream()
                    .filter(row -> row.neverCompared().isEmpty())
                    .map(LiveControl::control)
                    .toList()));
  }

  private List<LiveControl> in(State state) {
    return rows.stream().filter(row -> row.isBrokenIn(state)).toList();
  }

  private static void assertBound(LiveControl row, ControlResult result) {
    assertThat(result.status()).as(row.control()).isEqualTo(Status.Fail);
    assertThat(about(result))
        .allSatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.Drift);
              assertThat(finding.comparison()).isEqualTo(Comparison.Differ);
              assertThat(finding.message()).contains(row.probe(), "a role binding");
            });
  }

  /** A kubelet that was started just now may not answer in time. */
  private void awaitBroken(State state) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertBroken(state, cluster.rescan(SCAN)));
  }

  private void assertBroken(State state, ComplianceReport report) {
    Map<String, ControlResult> results = byName(report);
    assertThat(in(state))
        .isNotEmpty()
        .allSatisfy(row -> assertBroken(row, result(row.control(), results)));
  }

  private void assertBroken(LiveControl row, ControlResult result) {
    if (about(result).stream().anyMatch(finding -> !finding.patches().isEmpty())) {
      patched.add(row.control());
    }
    Status expected =
        control(row.control()).onViolation() == Control.OnViolation.Manual
            ? Status.Manual
            : Status.Fail;
    assertThat(about(result))
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              String told = row.control() + ": " + finding.message();
              assertThat(finding.status()).as(told).isEqualTo(expected);
              assertThat(finding.reason()).as(told).isNotEqualTo(Reason.Drift);
              assertThat(finding.message()).contains(row.probe(), row.cannotTell());
              assertThat(Optional.ofNullable(finding.comparison()))
                  .as(told)
                  .isEqualTo(row.isTold() ? Optional.of(Comparison.Agree) : Optional.empty());
            });
  }

  private static void assertMended(LiveControl row, ControlResult result) {
    assertThat(about(result))
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              String told = row.control() + ": " + finding.message();
              assertThat(finding.status()).as(told).isEqualTo(Status.Pass);
              assertThat(Optional.ofNullable(finding.comparison()))
                  .as(told)
                  .isEqualTo(
                      row.unproved().isEmpty() ? Optional.of(Comparison.Agree) : Optional.empty());
            });
  }

  /** By diffs where the report has had one, else by the words. */
  private void mend(Map<String, LiveControl> mended) throws IOException, InterruptedException {
    Set<String> byWords = new TreeSet<>(mended.keySet());
    byWords.removeAll(patched);
    List<Control> words = byWords.stream().map(this::control).toList();
    for (String node : Misconfiguration.NODES) {
      OwnFixes.patchKubelet(
          node,
          patched.stream().filter(mended::containsKey).filter(c -> isOf("kubelet", c)).toList());
      for (Control control : words) {
        if (control.component().equals("kubelet")) {
          OwnFixes.settings(TrueCluster.kubeletConfiguration(node), control);
        }
      }
    }
    OwnFixes.patchStaticPods(
        TrueCluster.CONTROL_PLANE,
        patched.stream().filter(mended::containsKey).filter(c -> !isOf("kubelet", c)).toList());
    Map<Control, Map<String, String>> flags = new LinkedHashMap<>();
    mended.values().stream()
        .filter(row -> byWords.contains(row.control()) && isOf(API_SERVER, row.control()))
        .forEach(row -> flags.put(control(row.control()), row.mended()));
    misconfiguration.mendByWords(flags);
    // Their diffs turn the check of certificates on, and leave the authority to the admin.
    for (LiveControl row : mended.values()) {
      if (isOf("etcd", row.control())) {
        misconfiguration.mendEtcd(row.mended());
      }
    }
    cluster.awaitServer(Openness.AUTHORIZING);
    misconfiguration.restartKubelets();
    cluster.approveServingCertificates(Misconfiguration.NODES);
  }

  private Control control(String name) {
    return Objects.requireNonNull(controls.get(name), name);
  }

  private static ControlResult result(String control, Map<String, ControlResult> results) {
    return Objects.requireNonNull(results.get(control), control);
  }

  private boolean isOf(String component, String control) {
    return control(control).component().equals(component);
  }

  /** The findings on nodes that have what the control is about. */
  private static List<NodeFinding> about(ControlResult result) {
    return result.findings().stream()
        .filter(finding -> finding.status() != Status.NotApplicable)
        .toList();
  }

  private Map<String, ControlResult> byName(ComplianceReport report) {
    Map<String, ControlResult> results = new TreeMap<>();
    for (ControlResult control : report.getStatus().controls()) {
      results.put(control.name(), control);
      if (control.findings().stream().anyMatch(finding -> finding.comparison() != null)) {
        compared.add(control.name());
      }
    }
    return results;
  }
}
