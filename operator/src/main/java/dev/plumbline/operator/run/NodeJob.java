package dev.plumbline.operator.run;

import dev.plumbline.distribution.HostPath;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.settings.OperatorSettings.Privilege;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.operator.store.ShortHash;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
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
import java.util.Optional;
import java.util.stream.Collectors;

/** The Job that reads one node: bound to it, read-only, without rights and without a token. */
final class NodeJob {

  /** The name of the pod's own container: a webhook may add others. */
  static final String CONTAINER = "collector";

  /** Where the node's directories are mounted in the container. */
  private static final String HOST = "/host";

  /** A backstop: the operator deletes a Job as soon as its evidence is stored. */
  private static final int TTL_SECONDS = 3600;

  /** A label of the Job: those of a run with the same value are deleted by one request. */
  static final String BATCH = "plumbline.dev/batch";

  /** An annotation of the Job: another node may have the name by now. */
  private static final String NODE_UID = "plumbline.dev/node-uid";

  private NodeJob() {}

  /** Whether a Job is for the node with a UID, and not for an earlier one of the same name. */
  static boolean isFor(String uid, Job job) {
    return uid.equals(job.getMetadata().getAnnotations().getOrDefault(NODE_UID, uid));
  }

  /**
   * The Job of one attempt.
   *
   * @param batch the Jobs of a run that are deleted together
   * @param deadline how long it may take
   */
  static Job desired(
      ComplianceScan scan,
      String run,
      String batch,
      NodeDecision.Evaluate decision,
      Attempt attempt,
      Duration deadline,
      OperatorSettings settings) {
    NodeTarget node = decision.node();
    Map<String, String> labels = new HashMap<>(ScanOwnership.labels(scan));
    labels.put(ScanOwnership.RUN, run);
    labels.put("app.kubernetes.io/component", "collector");
    Map<String, String> ofJob = new HashMap<>(labels);
    ofJob.put(BATCH, batch);
    return new JobBuilder()
        .withNewMetadata()
        .withName("scan-" + run + "-" + node.hash() + "-" + attempt.number())
        .withNamespace(settings.namespace())
        .withLabels(ofJob)
        .addToAnnotations(ScanOwnership.NODE, node.name())
        .addToAnnotations(NODE_UID, node.uid())
        .addToAnnotations(attempt.annotations())
        .withOwnerReferences(ScanOwnership.owner(scan))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(deadline.toSeconds())
        .withTtlSecondsAfterFinished(TTL_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(podSpec(run, decision, attempt, settings))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodSpec podSpec(
      String run, NodeDecision.Evaluate decision, Attempt attempt, OperatorSettings settings) {
    NodeTarget node = decision.node();
    List<HostPath> paths = decision.needs().hostPaths(attempt.without());
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        // It resolves no names; a cluster without a DNS service gives no warning then.
        .withDnsPolicy("Default")
        .withServiceAccountName("plumbline-collector")
        .withImagePullSecrets(
            settings.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
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
        .withContainers(container(run, decision, paths, attempt.without(), settings))
        .withVolumes(volumes(paths))
        .build();
  }

  private static Container container(
      String run,
      NodeDecision.Evaluate decision,
      List<HostPath> paths,
      List<String> without,
      OperatorSettings settings) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(settings.image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand(
            "java",
            "@/app/collector.args",
            HOST,
            "/dev/termination-log",
            paths.stream().map(HostPath::path).collect(Collectors.joining(",")),
            String.join(",", without))
        .withEnv(
            new EnvVar("PLUMBLINE_RUN", run, null),
            new EnvVar("PLUMBLINE_NODE_UID", decision.node().uid(), null))
        .withNewResources()
        // No limit on the CPU: a JVM under 100m takes seconds to start.
        .addToRequests("cpu", new Quantity("20m"))
        .addToRequests("memory", new Quantity("64Mi"))
        .addToLimits("memory", new Quantity("256Mi"))
        .endResources()
        .withSecurityContext(securityContext(settings.privilege(), decision.needs().seLinuxType()))
        .withVolumeMounts(mounts(paths))
        .build();
  }

  private static SecurityContext securityContext(
      Privilege privilege, Optional<String> seLinuxType) {
    boolean privileged = privilege == Privilege.PRIVILEGED;
    SecurityContextBuilder context =
        new SecurityContextBuilder()
            .withRunAsUser(0L)
            .withReadOnlyRootFilesystem(true)
            .withAllowPrivilegeEscalation(privileged)
            .withPrivileged(privileged)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities();
    seLinuxType.ifPresent(
        type -> context.withNewSeLinuxOptions().withType(type).endSeLinuxOptions());
    return context.build();
  }

  /** Processes are read through /proc: with hostPID, root in the pod could signal them. */
  private static List<HostPath> withProc(List<HostPath> paths) {
    List<HostPath> all = new ArrayList<>(paths);
    all.add(HostPath.directory("/proc"));
    return all;
  }

  private static List<Volume> volumes(List<HostPath> paths) {
    List<Volume> volumes = new ArrayList<>();
    for (HostPath path : withProc(paths)) {
      volumes.add(
          new VolumeBuilder()
              .withName(volume(path))
              .withNewHostPath()
              .withPath(path.path())
              .withType(type(path))
              .endHostPath()
              .build());
    }
    return volumes;
  }

  /**
   * Without a type the container runtime creates a directory that is missing, or fails to where the
   * node's root file system is read-only.
   */
  private static String type(HostPath path) {
    return switch (path.type()) {
      case DIRECTORY -> "Directory";
      case FILE -> "File";
      case UNCHECKED -> "";
    };
  }

  private static List<VolumeMount> mounts(List<HostPath> paths) {
    List<VolumeMount> mounts = new ArrayList<>();
    for (HostPath path : withProc(paths)) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(volume(path))
              .withMountPath(HOST + path.path())
              .withReadOnly(true)
              // Otherwise what is mounted below the directory would be writable.
              .withRecursiveReadOnly("IfPossible")
              .build());
    }
    return mounts;
  }

  private static String volume(HostPath path) {
    return "host-" + ShortHash.of(path.path());
  }
}
