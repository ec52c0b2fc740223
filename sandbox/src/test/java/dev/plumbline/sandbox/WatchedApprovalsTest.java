package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.PlumblineOperator;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The operator sees by its watches that a waiver is created, changed and deleted. */
class WatchedApprovalsTest {

  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";

  private static ComplianceWaiverSpec spec(String scan) {
    return new ComplianceWaiverSpec(CONTROL, "a test", "Ada", "2999-01-01", null, List.of(scan));
  }

  private static void await(KubernetesClient client, String type, String reason) {
    client
        .resources(ComplianceReport.class)
        .withName("cis")
        .waitUntilCondition(
            report ->
                report != null
                    && report.getStatus() != null
                    && report
                        .getStatus()
                        .condition(type)
                        .map(Condition::reason)
                        .filter(reason::equals)
                        .isPresent(),
            60,
            TimeUnit.SECONDS);
  }

  @Test
  void theReportFollowsWithoutARun() throws IOException {
    System.setProperty("plumbline.log.level", "error");
    try (EmbeddedApiServer server = EmbeddedApiServer.start();
        KubernetesClient client = server.client();
        EmbeddedNodes nodes =
            EmbeddedNodes.start(
                server,
                "plumbline-system",
                Map.of("cp-1", Path.of(Run.sample("control-plane-1"))));
        PlumblineOperator operator = PlumblineOperator.start(client, TryCommand.settings())) {
      assertThat(nodes).isNotNull();
      assertThat(operator).isNotNull();
      ComplianceScan scan = new ComplianceScan();
      scan.setMetadata(new ObjectMetaBuilder().withName("cis").withGeneration(1L).build());
      scan.setSpec(ComplianceScanSpec.of(List.of("cis-2.0"), List.of(CONTROL)));
      client.resource(scan).create();
      await(client, "WaiversInEffect", "NoWaivers");
      String run = run(client);

      ComplianceWaiver waiver = new ComplianceWaiver();
      waiver.setMetadata(new ObjectMetaBuilder().withName("w").build());
      waiver.setSpec(spec("cis"));
      client.resource(waiver).create();
      await(client, "WaiversInEffect", "Unmatched");
      waiver.setSpec(spec("another"));
      client.resource(waiver).update();
      await(client, "WaiversInEffect", "NoWaivers");
      waiver.setSpec(spec("cis"));
      client.resource(waiver).update();
      await(client, "WaiversInEffect", "Unmatched");
      client.resource(waiver).delete();
      await(client, "WaiversInEffect", "NoWaivers");
      assertThat(run(client)).isEqualTo(run);
    }
  }

  private static String run(KubernetesClient client) {
    return String.valueOf(
        client.resources(ComplianceReport.class).withName("cis").require().getStatus().run());
  }
}
