package dev.plumbline.operator.scan;

import dev.plumbline.operator.OperatorSettings;
import dev.plumbline.operator.OperatorSettings.Privilege;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
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
import java.util.List;
import java.util.Map;

/** The Job that reads one node: pinned there, reading only, with no right and no token. */
final class NodeJob {

  static final String SCAN_UID = "plumbline.dev/scan-uid";
  static final String RUN = "plumbline.dev/run";
  static final String NODE = "plumbline.dev/node";
  static final String ATTEMPT = "plumbline.dev/attempt";
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Where the node's folders lie in the container. */
  private static final String HOST = "/host";

  /** A backstop: the operator deletes a Job as soon as its evidence is stored. */
  private static final int TTL_SECONDS = 3600;

  private NodeJob() {}

  /** Labels that every object of a scan bears. */
  static Map<String, String> labels(ComplianceScan scan) {
    return Map.of(
        MANAGED_BY,
        "plumbline",
        "app.kubernetes.io/name",
        "plumbline",
        SCAN_UID,
        scan.getMetadata().getUid());
  }

  static OwnerReference owner(ComplianceScan scan) {
    return new OwnerReferenceBuilder()
        .withApiVersion(scan.getApiVersion())
        .withKind(scan.getKind())
        .withName(scan.getMetadata().getName())
        .withUid(scan.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }

  static Job desired(
      ComplianceScan scan,
      String run,
      NodeTarget node,
      int attempt,
      Duration timeout,
      OperatorSettings settings) {
    Map<String, String> labels = new java.util.HashMap<>(labels(scan));
    labels.put(RUN, run);
    labels.put("app.kubernetes.io/component", "collector");
    return new JobBuilder()
        .withNewMetadata()
        .withName("scan-" + run + "-" + node.hash() + "-" + attempt)
        .withNamespace(settings.namespace())
        .withLabels(labels)
        .addToAnnotations(NODE, node.name())
        .addToAnnotations(ATTEMPT, Integer.toString(attempt))
        .withOwnerReferences(owner(scan))
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
        // It asks nobody for a name; the cluster's DNS may be missing without a warning.
        .withDnsPolicy("Default")
        .withServiceAccountName("plumbline-collector")
        .withTerminationGracePeriodSeconds(5L)
        // By name and not by the hostname label, which a kubelet may set itself; not by nodeName,
        // which
        // would bypass the scheduler and its reasons.
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
   * The folders, and the processes through /proc: hostPID would let root in the pod signal them.
   */
  private static List<String> paths(OperatorSettings settings) {
    List<String> paths = new ArrayList<>(settings.hostPaths());
    paths.add("/proc");
    return paths;
  }

  private static List<Volume> volumes(OperatorSettings settings) {
    List<Volume> volumes = new ArrayList<>();
    for (String path : paths(settings)) {
      // With a type, or the kubelet makes the folder where there is none.
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
              // What is mounted below the folder would be writable otherwise.
              .withRecursiveReadOnly("IfPossible")
              .build());
    }
    return mounts;
  }

  private static String volume(String path) {
    return "host-" + NodeTarget.hash(path);
  }
}
