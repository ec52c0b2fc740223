package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node's pod reads, and can do nothing else. */
class NodeJobTest {

  private static final NodeTarget NODE = new NodeTarget("n".repeat(253), "node-uid", "v1.36.3");

  private static Job job() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withUid("scan-uid").build());
    OperatorSettings settings = OperatorSettings.from(Map.of("PLUMBLINE_IMAGE", "plumbline:1"));
    return NodeJob.desired(scan, "0123456789", NODE, 1, Duration.ofMinutes(5), settings);
  }

  private static PodSpec pod() {
    return job().getSpec().getTemplate().getSpec();
  }

  private static Container container() {
    return pod().getContainers().get(0);
  }

  @Test
  void itIsPinnedByTheNodesNameAndGoesWhereNothingElseMay() {
    var term =
        pod()
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms()
            .get(0);
    assertThat(term.getMatchFields().get(0).getKey()).isEqualTo("metadata.name");
    assertThat(term.getMatchFields().get(0).getValues()).containsExactly(NODE.name());
    assertThat(pod().getTolerations())
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.getOperator()).isEqualTo("Exists");
              assertThat(t.getKey()).isNull();
              assertThat(t.getEffect()).isNull();
            });
  }

  @Test
  void itHasNoTokenAndNoCapability() {
    assertThat(pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod().getHostPID()).isNull();
    assertThat(pod().getHostNetwork()).isNull();
    var security = container().getSecurityContext();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
    assertThat(security.getPrivileged()).isFalse();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(pod().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
  }

  @Test
  void itMountsOnlyFoldersAndOnlyToRead() {
    assertThat(pod().getVolumes())
        .extracting(v -> v.getHostPath().getPath())
        .containsExactly("/etc", "/usr/lib", "/var/lib", "/proc");
    assertThat(pod().getVolumes())
        .extracting(Volume::getHostPath)
        .allMatch(path -> path.getType().equals("Directory"));
    assertThat(container().getVolumeMounts()).allMatch(mount -> mount.getReadOnly());
  }

  @Test
  void itIsGivenTheDirectoriesThatItMounts() {
    assertThat(container().getCommand()).endsWith("/dev/termination-log", "/etc,/usr/lib,/var/lib");
  }

  @Test
  void itEndsByItselfAndIsNotTriedAgainByTheJob() {
    assertThat(job().getSpec().getActiveDeadlineSeconds()).isEqualTo(300);
    assertThat(job().getSpec().getBackoffLimit()).isZero();
    assertThat(job().getMetadata().getName()).hasSizeLessThan(63 - "-xxxxx".length());
    assertThat(container().getResources().getLimits()).containsOnlyKeys("memory");
    assertThat(job().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("scan-uid"));
  }
}
