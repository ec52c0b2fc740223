package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.settings.OperatorSettings.Privilege;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.operator.store.ShortHash;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Job that reads one node: bound to it, read-only, without rights and without a token. */
final class NodeJob {

  /** An annotation with the number of the attempt, from 1. */
  static final String ATTEMPT = "plumbline.dev/attempt";

  /** Where the node's directories are mounted in the container. */
  private static final String HOST = "/host";

  /** A backstop: the operator deletes a Job as soon as its evidence is stored. */
  private static final int TTL_SECONDS = 3600;

  private NodeJob() {}

  static Job desired(
      ComplianceScan scan,
      String run,
      NodeTarget node,
      int attempt,
      Duration timeout,
      OperatorSettings settings) {
    Map<String, String> labels = new HashMap<>(ScanOwnership.labels(scan));
    labels.put(ScanOwnership.RUN, run);
    labels.put("app.kubernetes.io/component", "collector");
    return new JobBuilder()
        .withNewMetadata()
        .withName("scan-" + run + "-" + node.hash() + "-" + attempt)
        .withNamespace(settings.namespace())
        .withLabels(labels)
        .addToAnnotations(ScanOwnership.NODE, node.name())
        .addToAnnotations(ATTEMPT, Integer.toString(attempt))
        .withOwnerReferences(ScanOwnership.owner(scan))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(timeout.toSeconds())
        .withTtlSecondsAfterFinished(TTL_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(podSpec(run, node, settings))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodSpec podSpec(String run, NodeTarget node, OperatorSettings settings) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        // It resolves no names; a cluster without a DNS service gives no warning then.
        .withDnsPolicy("Default")
        .withServiceAccountName("plumbline-collector")
        .withTerminationGracePeriodSeconds(5L)
        // A kubelet may set the hostname label itself, and nodeName would bypass the scheduler,
        // which reports why a pod can't run.
        .withNewAffinity()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchField()
        .withKey("metadata.name")
        .withOperator("In")
        .withValues(node.name())
        .endMatchField()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .withNewSecurityContext()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(run, node, settings))
        .withVolumes(volumes(settings))
        .build();
  }

  private static Container container(String run, NodeTarget node, OperatorSettings settings) {
    return new ContainerBuilder()
        .withName("collector")
        .withImage(settings.image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand(
            "java",
            "@/app/collector.args",
            HOST,
            "/dev/termination-log",
            String.join(",", settings.hostPaths()))
        .withEnv(
            new EnvVar("PLUMBLINE_RUN", run, null),
            new EnvVar("PLUMBLINE_NODE_UID", node.uid(), null))
        .withNewResources()
        // No limit on the CPU: a JVM under 100m takes seconds to start.
        .addToRequests("cpu", new Quantity("20m"))
        .addToRequests("memory", new Quantity("64Mi"))
        .addToLimits("memory", new Quantity("256Mi"))
        .endResources()
        .withSecurityContext(securityContext(settings.privilege()))
        .withVolumeMounts(mounts(settings))
        .build();
  }

  private static SecurityContext securityContext(Privilege privilege) {
    boolean privileged = privilege == Privilege.PRIVILEGED;
    return new SecurityContextBuilder()
        .withRunAsUser(0L)
        .withReadOnlyRootFilesystem(true)
        .withAllowPrivilegeEscalation(privileged)
        .withPrivileged(privileged)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  /**
   * The directories, and processes through /proc: with hostPID, root in the pod could signal them.
   */
  private static List<String> paths(OperatorSettings settings) {
    List<String> paths = new ArrayList<>(settings.hostPaths());
    paths.add("/proc");
    return paths;
  }

  private static List<Volume> volumes(OperatorSettings settings) {
    List<Volume> volumes = new ArrayList<>();
    for (String path : paths(settings)) {
      // Without a type the kubelet creates a directory that is missing.
      volumes.add(
          new VolumeBuilder()
              .withName(volume(path))
              .withNewHostPath()
              .withPath(path)
              .withType("Directory")
              .endHostPath()
              .build());
    }
    return volumes;
  }

  private static List<VolumeMount> mounts(OperatorSettings settings) {
    List<VolumeMount> mounts = new ArrayList<>();
    for (String path : paths(settings)) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(volume(path))
              .withMountPath(HOST + path)
              .withReadOnly(true)
              // Otherwise what is mounted below the directory would be writable.
              .withRecursiveReadOnly("IfPossible")
              .build());
    }
    return mounts;
  }

  private static String volume(String path) {
    return "host-" + ShortHash.of(path);
  }
}
