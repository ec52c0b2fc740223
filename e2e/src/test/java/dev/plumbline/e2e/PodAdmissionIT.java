package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Each control about pods that a namespace admits, broken, and mended by its own fix: what labels
 * show and what the API server answers to dry runs come to the same. Where they don't, because
 * something else than Pod Security refuses pods, the answers count.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodAdmissionIT {

  private static final String BY_LABELS = "pods-by-labels";
  private static final String BY_ANSWERS = "pods-by-answers";
  private static final String OPEN = "admits-everything";
  private static final String GUARDED = "admits-by-policy";
  private static final String PRIVILEGED = "pods-privileged-restricted";
  private static final String POLICY = "no-privileged-pods";

  /** The namespaces at the beginning of a message. */
  private static final Pattern NAMED = Pattern.compile("^[^\\[]*\\[([^\\]]*)]");

  /** At the end of a message. Our own namespace alone has a policy that refuses every pod. */
  private static final Pattern ANSWERED =
      Pattern.compile(
          "API servers have answered what [1-9]\\d* of \\d+ namespaces admit; elsewhere labels count:"
              + " pods in the namespace "
              + TrueCluster.NAMESPACE
              + " was refused for a pod [^;]*$");

  private static final Pattern COMMAND = Pattern.compile("(?m)^ +kubectl (label .*)$");

  private TrueCluster cluster;
  private List<Control> controls;

  @BeforeAll
  void connect() throws IOException, InterruptedException {
    cluster = new TrueCluster();
    Catalogue catalogue = Catalogue.load();
    var benchmark = catalogue.benchmark("cis-2.0").orElseThrow();
    controls =
        benchmark.requirements().keySet().stream()
            .map(number -> catalogue.control(number, benchmark).orElseThrow())
            .filter(control -> control.expression().contains("n.refuses"))
            .toList();
    assertThat(controls).hasSizeGreaterThan(10);
    AdmissionProber.install();
    for (String namespace : List.of(OPEN, GUARDED)) {
      cluster.client().resource(namespace(namespace)).create();
    }
    cluster.apply(scan(BY_LABELS, "sources: [Live]"));
    cluster.apply(scan(BY_ANSWERS, "sources: [Live, Probe], probes: [PodAdmission]"));
    for (String scan : List.of(BY_LABELS, BY_ANSWERS)) {
      cluster.awaitRun(scan, "");
    }
  }

  @AfterAll
  void disconnect() throws IOException, InterruptedException {
    for (String scan : List.of(BY_LABELS, BY_ANSWERS)) {
      cluster.client().resources(ComplianceScan.class).withName(scan).delete();
    }
    for (String namespace : List.of(OPEN, GUARDED)) {
      cluster.client().namespaces().withName(namespace).delete();
    }
    for (String kind : List.of("validatingadmissionpolicybinding", "validatingadmissionpolicy")) {
      Kubectl.run("", "delete", "--ignore-not-found", kind, POLICY);
    }
    AdmissionProber.uninstall();
    cluster.close();
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private String scan(String name, String asked) {
    return """
        apiVersion: plumbline.dev/v1alpha1
        kind: ComplianceScan
        metadata: {name: %s}
        spec: {benchmark: cis-2.0, rescanPolicy: Never, controls: {include: [%s]}, %s}
        """
        .formatted(
            name, controls.stream().map(Control::name).collect(Collectors.joining(", ")), asked);
  }

  /** The controls that a namespace fails, by the message. */
  private static List<String> naming(String namespace, ComplianceReport report) {
    List<String> naming = new ArrayList<>();
    for (ControlResult result : report.getStatus().controls()) {
      String message =
          result.findings().stream().map(NodeFinding::message).collect(Collectors.joining());
      Matcher list = NAMED.matcher(message);
      if (list.find() && List.of(list.group(1).split(", ")).contains(namespace)) {
        naming.add(result.name());
      }
    }
    return naming;
  }

  /**
   * What is admitted follows labels and policies within a moment, and so do the operator's caches.
   */
  private void awaitNamed(String scan, String namespace, List<String> expected) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              ComplianceReport report = cluster.rescan(scan);
              assertThat(report.getStatus().controls()).hasSameSizeAs(controls);
              if (scan.equals(BY_ANSWERS)) {
                assertThat(told(report)).containsPattern(ANSWERED);
              }
              assertThat(naming(namespace, report))
                  .as("%s in %s: %s", namespace, scan, told(report))
                  .containsExactlyInAnyOrderElementsOf(expected);
            });
  }

  private static String told(ComplianceReport report) {
    return report.getStatus().controls().stream()
        .flatMap(result -> result.findings().stream())
        .map(NodeFinding::message)
        .findFirst()
        .orElse("");
  }

  @Test
  void whatANamespaceAdmitsIsMendedByEachControlsOwnFix() throws IOException, InterruptedException {
    // What asks for less comes first: it is refused where more is enforced.
    NavigableMap<String, List<String>> byFix = new TreeMap<>(Comparator.reverseOrder());
    for (Control control : controls) {
      Matcher command = COMMAND.matcher(control.remediation());
      assertThat(command.find()).as(control.remediation()).isTrue();
      byFix.computeIfAbsent(command.group(1), key -> new ArrayList<>()).add(control.name());
    }
    while (!byFix.isEmpty()) {
      List<String> failing = byFix.values().stream().flatMap(List::stream).toList();
      for (String scan : List.of(BY_LABELS, BY_ANSWERS)) {
        awaitNamed(scan, OPEN, failing);
      }
      String command = byFix.pollFirstEntry().getKey();
      Kubectl.assertDone(Kubectl.run("", command.replace("NAMESPACE", OPEN).split(" +")));
    }
    for (String scan : List.of(BY_LABELS, BY_ANSWERS)) {
      awaitNamed(scan, OPEN, List.of());
    }
  }

  @Test
  void whatAPolicyRefusesIsRefusedWithoutALabel() throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.run(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: %1$s}
            spec:
              failurePolicy: Fail
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}
              validations:
              - expression: "object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: %1$s}
            spec: {policyName: %1$s, validationActions: [Deny]}
            """
                .formatted(POLICY, GUARDED),
            "apply",
            "-f",
            "-"));
    List<String> all = controls.stream().map(Control::name).toList();
    awaitNamed(BY_LABELS, GUARDED, all);
    awaitNamed(BY_ANSWERS, GUARDED, all.stream().filter(name -> !name.equals(PRIVILEGED)).toList());
  }
}
