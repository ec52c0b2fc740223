package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.ProbeAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What real API servers answered to the probes never contradicts what their arguments mean: {@code
 * truth/probes} records the answers, {@code cluster/truth} makes them.
 */
class ProbesTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> argumentsAndAnswersComeToTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(HostRoots.project().resolve("truth/probes"))) {
      for (Path table :
          tables.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        JsonNode recorded = JSON.readTree(table.toFile());
        String version = recorded.get("version").asText();
        for (Control control : Catalogue.load().controls()) {
          for (ProbedRequirement requirement : control.probes()) {
            for (JsonNode row : recorded.get("rows")) {
              String name = version + " " + control.name() + ": " + row.get("name").asText();
              tests.add(
                  DynamicTest.dynamicTest(
                      name, () -> assertRow(row, control, requirement, version)));
            }
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(80);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> argumentsAndAnswersOfPodsComeToTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Control control : Catalogue.load().controls()) {
      for (ProbedRequirement requirement : control.probes()) {
        for (JsonNode row : pods()) {
          if (row.get("component").asText().equals(control.component())) {
            tests.add(
                DynamicTest.dynamicTest(
                    control.name() + ": " + row.get("name").asText(),
                    () -> assertPod(row, control, requirement)));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(25);
    return tests.stream();
  }

  private static JsonNode pods() throws IOException {
    return JSON.readTree(HostRoots.project().resolve("truth/probes/pods/v1.36.3.json").toFile());
  }

  private void assertPod(JsonNode row, Control control, ProbedRequirement requirement)
      throws IOException {
    Finding finding = podByArguments(row, control);
    ProbeOutcome outcome =
        outcome(row, requirement, CompiledControl.of(control).parameters()).orElseThrow();
    assertThat(contradicts(outcome, finding.status())).as("%s but %s", outcome, finding).isFalse();
  }

  private Finding podByArguments(JsonNode row, Control control) throws IOException {
    String component = row.get("component").asText();
    String image =
        component.equals("etcd") ? "registry.k8s.io/etcd:3.6.16-0" : "x/" + component + ":v1.36.3";
    StringBuilder command = new StringBuilder(component);
    row.get("arguments")
        .forEach(
            text ->
                command
                    .append("\", \"")
                    .append(
                        text.asText()
                            .replace("{dir}", HostRoots.FILES)
                            .replace("{address}", "192.0.2.1")));
    return HostRoot.in(Files.createTempDirectory(temp, "row"))
        .file(
            "/etc/kubernetes/manifests/" + component + ".yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: kube-system}
            spec:
              containers:
              - name: %1$s
                image: %s
                command: ["%s"]
            """
                .formatted(component, image, command))
        .evaluate(control.name());
  }

  private static Optional<ProbeOutcome> outcome(
      JsonNode row, ProbedRequirement requirement, Map<String, ?> parameters) throws IOException {
    for (JsonNode answers : row.get("answers")) {
      ProbeAnswers read = JSON.treeToValue(answers, ProbeAnswers.class);
      if (read.probe() == requirement.probe()) {
        return Optional.of(requirement.outcome(read, parameters));
      }
    }
    return Optional.empty();
  }

  /** What real components have shown, so that the rules do not become ones that nothing meets. */
  @ParameterizedTest
  @CsvSource({
    "nothing said, AcceptsAllowedTls, Met",
    "nothing said, AcceptsStrongSuites, Violated",
    "TLS 1.0 and later, AcceptsAllowedTls, Violated",
    "TLS 1.1 and later, AcceptsAllowedTls, Violated",
    "TLS 1.2 and later, AcceptsAllowedTls, Met",
    "TLS 1.3 alone, AcceptsAllowedTls, Met",
    "TLS 1.3 alone, AcceptsStrongSuites, Met",
    "weak suites and TLS 1.3 alone, AcceptsStrongSuites, Met",
    "TLS 1.0 with suites that only TLS 1.2 has, AcceptsAllowedTls, NothingProved",
    "strong suites, AcceptsStrongSuites, NothingProved",
    "strong suites and a weak one, AcceptsStrongSuites, Violated",
    "a weak suite for a certificate that it has not, AcceptsStrongSuites, NothingProved",
    "suites that Go calls insecure, AcceptsStrongSuites, Violated",
    "as kubeadm starts it, EtcdRequiresClientCertificates, NothingProved",
    "as kubeadm starts it, EtcdRequiresPeerCertificates, NothingProved",
    "as kubeadm starts it, EtcdAcceptsAllowedTls, Met",
    "as kubeadm starts it, EtcdAcceptsStrongSuites, Violated",
    "no client certificates, EtcdRequiresClientCertificates, Violated",
    "no client certificates, EtcdRequiresPeerCertificates, Violated",
    "client certificates by the file of an authority alone, EtcdRequiresClientCertificates, NothingProved",
    "client certificates of clients and not of peers, EtcdRequiresPeerCertificates, Violated",
    "client certificates of clients and not of peers, EtcdRequiresClientCertificates, NothingProved",
    "no TLS, EtcdRequiresClientCertificates, Violated",
    "no TLS, EtcdAcceptsAllowedTls, NothingProved",
    "TLS 1.3 alone, EtcdAcceptsStrongSuites, Met",
    "strong suites, EtcdAcceptsStrongSuites, NothingProved",
    "strong suites and a weak one, EtcdAcceptsStrongSuites, Violated",
    "nothing said of the address, ControllerManagerNotReachable, Violated",
    "the address of the node, ControllerManagerNotReachable, Violated",
    "loopback, ControllerManagerNotReachable, NothingProved",
    "every path is for the authenticated, ControllerManagerNotReachable, Violated",
    "nothing said of the address, SchedulerNotReachable, Violated",
    "loopback, SchedulerNotReachable, NothingProved",
  })
  void realComponentsHaveShownIt(String name, ProbedRequirement requirement, String outcome)
      throws IOException {
    Map<String, Object> parameters =
        new HashMap<>(
            CompiledControl.of(Catalogue.load().named("apiserver-strong-ciphers").orElseThrow())
                .parameters());
    parameters.put("versions", List.of("VersionTLS12", "VersionTLS13", "TLS1.2", "TLS1.3"));
    List<String> outcomes = new ArrayList<>();
    JsonNode servers =
        JSON.readTree(HostRoots.project().resolve("truth/probes/v1.36.3.json").toFile());
    for (JsonNode rows : List.of(servers.get("rows"), pods())) {
      for (JsonNode row : rows) {
        if (row.get("name").asText().equals(name)) {
          outcome(row, requirement, parameters)
              .ifPresent(one -> outcomes.add(one.getClass().getSimpleName()));
        }
      }
    }
    assertThat(outcomes).containsExactly(outcome);
  }

  private void assertRow(
      JsonNode row, Control control, ProbedRequirement requirement, String version)
      throws IOException {
    List<ProbeOutcome> outcomes = new ArrayList<>();
    for (JsonNode answers : row.get("answers")) {
      ProbeAnswers read = JSON.treeToValue(answers, ProbeAnswers.class);
      if (read.probe() == requirement.probe()) {
        outcomes.add(requirement.outcome(read, CompiledControl.of(control).parameters()));
      }
    }
    if (outcomes.isEmpty() || isTurnedOff(row, requirement)) {
      // It refused to start, or is another component's probe.
      return;
    }
    Finding finding = byArguments(row, control, version);
    assertThat(outcomes)
        .as("%s: %s", row.get("arguments"), finding.message())
        .allSatisfy(outcome -> assertThat(contradicts(outcome, finding.status())).isFalse());
  }

  /**
   * An API server whose --authorization-mode has AlwaysAllow turns anonymous requests off, whatever
   * it is told. What it is told is reported all the same: with AlwaysAllow mended, they are on.
   */
  private static boolean isTurnedOff(JsonNode row, ProbedRequirement requirement) {
    boolean everything =
        row.get("arguments").isEmpty() || row.get("arguments").toString().contains("AlwaysAllow");
    return requirement == ProbedRequirement.RefusesAnonymousRequests && everything;
  }

  private static boolean contradicts(ProbeOutcome outcome, Status status) {
    boolean violated = status == Status.Fail || status == Status.Manual;
    return outcome instanceof ProbeOutcome.Met && violated
        || outcome instanceof ProbeOutcome.Violated && !violated;
  }

  private Finding byArguments(JsonNode row, Control control, String version) throws IOException {
    HostRoot host = HostRoot.in(Files.createTempDirectory(temp, "row"));
    List<String> arguments = new ArrayList<>();
    row.get("arguments")
        .forEach(argument -> arguments.add(argument.asText().replace("{dir}", HostRoots.FILES)));
    JsonNode files = row.path("files");
    for (Iterator<String> names = files.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      host.file(
          HostRoots.FILES + "/" + name, files.get(name).asText().replace("{dir}", HostRoots.FILES));
    }
    host.apiServer("registry.k8s.io/kube-apiserver:" + version, arguments);
    return host.evaluate(control.name());
  }
}
