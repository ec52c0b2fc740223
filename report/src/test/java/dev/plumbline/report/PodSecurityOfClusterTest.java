package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the API servers' own configuration of Pod Security adds to, and takes from, labels. */
class PodSecurityOfClusterTest {

  private static final String FILE = "/etc/rancher/rke2/rke2-pss.yaml";
  private static final CompiledControl CONTROL =
      CompiledControl.of(Catalogue.load().named("pods-root-restricted").orElseThrow());

  private static NodeReading server(String name, Map<String, String> settings) {
    List<Setting> all =
        settings.entrySet().stream()
            .map(
                entry ->
                    new Setting(
                        "plugins.0." + entry.getKey(),
                        entry.getValue(),
                        Setting.Kind.STRING,
                        SourceLocation.line(FILE, 3)))
            .toList();
    return Nodes.apiServer(
        name,
        List.of(
            new ReferencedFile.Document(
                FILE,
                FILE,
                "apiserver.config.k8s.io/v1",
                "AdmissionConfiguration",
                all,
                Excerpt.none())),
        argument("--admission-control-config-file=" + FILE));
  }

  private static Argument argument(String text) {
    return Argument.known(text, SourceLocation.line("/etc/kubernetes/manifests/a.yaml", 2));
  }

  private static NodeReading restricted(String name) {
    return server(
        name, Map.of("name", "PodSecurity", "configuration.defaults.enforce", "restricted"));
  }

  private static Finding evaluate(ControlPlane controlPlane, String label, NodeReading... nodes) {
    Facts cluster =
        Facts.ofCluster(
            Map.of(
                "namespaces",
                List.of(
                    Map.of(
                        "name",
                        "shop",
                        "enforce",
                        label,
                        "networkPolicies",
                        0L,
                        "admits",
                        List.of(),
                        "refuses",
                        List.of())),
                "pods",
                List.of()),
            Map.of());
    NodesObserved observed = Nodes.observed(List.of(nodes));
    Facts described =
        PodSecurityOfCluster.applied(
            cluster, observed.podSecurity(), observed.apiServers(), controlPlane);
    return Objects.requireNonNull(
        Engine.of(List.of(CONTROL)).evaluate(described).get(CONTROL.control()));
  }

  private static final ControlPlane ONE = new ControlPlane.SelfManaged(1);

  @Test
  void defaultOfEveryApiServerCountsForNamespacesWithoutALabel() {
    assertThat(evaluate(ONE, "", restricted("a")).status()).isEqualTo(Status.Pass);
    assertThat(evaluate(ONE, "", Nodes.apiServer("a")).status()).isEqualTo(Status.Manual);
    assertThat(evaluate(ONE, "restricted", Nodes.apiServer("a")).status()).isEqualTo(Status.Pass);
    // The label says less than the default would.
    assertThat(evaluate(ONE, "baseline", restricted("a")).status()).isEqualTo(Status.Manual);
  }

  @Test
  void whatWasNotObservedOrDiffersLeavesItOpen() {
    Finding unobserved = evaluate(new ControlPlane.SelfManaged(2), "", restricted("a"));
    assertThat(unobserved.status()).isEqualTo(Status.Manual);
    assertThat(unobserved.message()).contains("only 1 of 2 API servers were observed");
    Finding differing = evaluate(ONE, "", restricted("a"), Nodes.apiServer("b"));
    assertThat(differing.status()).isEqualTo(Status.Manual);
    assertThat(differing.message()).contains("the API servers differ");
    Finding uncounted = evaluate(new ControlPlane.Uncounted("forbidden"), "", restricted("a"));
    assertThat(uncounted.status()).isEqualTo(Status.Manual);
    assertThat(uncounted.message()).contains("how many API servers there are is not known");
    assertThat(evaluate(new ControlPlane.Managed("gke"), "").message())
        .contains("no API server was observed");
  }

  @Test
  void fileThatCouldNotBeReadLeavesItOpen() {
    Finding finding =
        evaluate(
            ONE,
            "",
            Nodes.apiServer(
                "a",
                List.of(new ReferencedFile.Unreadable(FILE, "it is no YAML")),
                argument("--admission-control-config-file=" + FILE)));
    assertThat(finding.status()).isEqualTo(Status.Manual);
    assertThat(finding.message()).contains("could not be determined", "it is no YAML");
  }

  @Test
  void exemptNamespaceEnforcesNothingWhateverItsLabel() {
    NodeReading server =
        server(
            "a",
            Map.of(
                "name",
                "PodSecurity",
                "configuration.defaults.enforce",
                "restricted",
                "configuration.exemptions.namespaces.0",
                "shop"));
    assertThat(evaluate(ONE, "restricted", server).status()).isEqualTo(Status.Manual);
    assertThat(evaluate(ONE, "", server).message()).contains("exempts shop", FILE);
  }

  @Test
  void exemptUsersOrADisabledPluginLeaveNothingEnforced() {
    NodeReading exempt =
        server("a", Map.of("name", "PodSecurity", "configuration.exemptions.usernames.0", ""));
    assertThat(evaluate(ONE, "restricted", exempt).message()).contains("exempts usernames");
    Finding disabled =
        evaluate(
            ONE,
            "restricted",
            Nodes.apiServer("a", argument("--disable-admission-plugins=PodSecurity")));
    assertThat(disabled.status()).isEqualTo(Status.Manual);
    assertThat(disabled.message()).contains("PodSecurity is not enabled");
  }
}
