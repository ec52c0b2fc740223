package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.HostPath;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node's pod reads, and can do nothing else. */
class NodeJobTest {

  private static final NodeTarget NODE = new NodeTarget("n".repeat(253), "node-uid", "v1.36.3");

  private static final PodNeeds NEEDS =
      new PodNeeds(
          List.of(),
          Stream.of("/etc", "/usr/lib", "/var/lib", "/srv/x").map(HostPath::directory).toList(),
          List.of(),
          List.of(),
          Optional.empty());

  private static Job job() {
    return job(NEEDS, Attempt.first(MockCluster.NOW));
  }

  private static Job job(PodNeeds needs, Attempt attempt) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withUid("scan-uid").build());
    OperatorSettings settings =
        OperatorSettings.from(
            Map.of(
                "PLUMBLINE_IMAGE", "plumbline:1",
                "PLUMBLINE_IMAGE_PULL_SECRETS", "registry,other"));
    return NodeJob.desired(
        scan,
        "0123456789",
        "0",
        new NodeDecision.Evaluate(NODE, needs),
        attempt,
        Duration.ofMinutes(5),
        settings);
  }

  private static PodSpec pod() {
    return pod(job());
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
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
        .containsExactly("/etc", "/usr/lib", "/var/lib", "/srv/x", "/proc");
    assertThat(pod().getVolumes())
        .extracting(Volume::getHostPath)
        .allMatch(path -> path.getType().equals("Directory"));
    assertThat(container().getVolumeMounts()).allMatch(mount -> mount.getReadOnly());
  }

  @Test
  void whatIsAFileIsMountedAsOneAndWhatTheKubeletDoesNotFindWithoutBeingLookedFor() {
    Distribution.NodePod talos = Distributions.named("talos").orElseThrow().pod();
    Distribution.NodePod eks = Distributions.named("eks").orElseThrow().pod();
    Job job =
        job(
            new PodNeeds(
                List.of(),
                Stream.concat(talos.controlPlaneHostPaths().stream(), eks.hostPaths().stream())
                    .toList(),
                List.of(),
                List.of(),
                Optional.empty()),
            Attempt.first(MockCluster.NOW));
    assertThat(pod(job).getVolumes())
        .extracting(Volume::getHostPath)
        .extracting(path -> path.getPath() + " " + path.getType())
        .contains("/system/secrets/etcd ", "/var/lib/kubelet/kubeconfig File", "/etc Directory");
  }

  @Test
  void itIsGivenTheDirectoriesThatItMounts() {
    assertThat(container().getCommand())
        .endsWith("/dev/termination-log", "/etc,/usr/lib,/var/lib,/srv/x", "");
  }

  @Test
  void directoriesThatTheNodeLacksAreNotMountedAndTheCollectorIsToldSo() {
    Job job = job(NEEDS, Attempt.first(MockCluster.NOW).nextWithout(List.of("/srv/x", "/usr/lib")));
    assertThat(pod(job).getVolumes())
        .extracting(volume -> volume.getHostPath().getPath())
        .containsExactly("/etc", "/var/lib", "/proc");
    assertThat(pod(job).getContainers().get(0).getCommand())
        .endsWith("/etc,/var/lib", "/srv/x,/usr/lib");
    assertThat(job.getMetadata().getName()).endsWith("-2");
    assertThat(Attempt.of(job))
        .isEqualTo(new Attempt(2, MockCluster.NOW, List.of("/srv/x", "/usr/lib")));
  }

  @Test
  void theImageIsPulledWithTheSecretsOfTheSetting() {
    assertThat(pod().getImagePullSecrets())
        .extracting(LocalObjectReference::getName)
        .containsExactly("registry", "other");
  }

  @Test
  void theSeLinuxTypeIsTheNodesAndNoneByDefault() {
    assertThat(container().getSecurityContext().getSeLinuxOptions()).isNull();
    Job job =
        job(
            new PodNeeds(
                List.of(),
                List.of(HostPath.directory("/etc")),
                List.of(),
                List.of(),
                Optional.of("spc_t")),
            Attempt.first(MockCluster.NOW));
    SecurityContext security = pod(job).getContainers().get(0).getSecurityContext();
    assertThat(security.getSeLinuxOptions().getType()).isEqualTo("spc_t");
    assertThat(security.getPrivileged()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
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
