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
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SELinuxOptionsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The admission policy lets in the pods that the operator makes, and no others. */
class AdmissionPolicyTest {

  private static final String NAMESPACE = OperatorSettings.DEFAULT_NAMESPACE;
  private static final String OPERATOR =
      "system:serviceaccount:" + NAMESPACE + ":plumbline-operator";
  private static final String ADMIN = "kubernetes-admin";
  private static final String KUBE_PROXY =
      "/pods/0a1b2c3d-0000-1111-2222-333344445555/volumes/kubernetes.io~configmap/kube-proxy";

  private static final AdmissionPolicy POLICY = AdmissionPolicy.named("plumbline-workloads");

  private static final Map<String, String> PLAIN = Map.of("PLUMBLINE_IMAGE", "plumbline:dev");

  private static Map<String, String> with(String name, String value) {
    Map<String, String> env = new HashMap<>(PLAIN);
    env.put(name, value);
    return env;
  }

  /** The Deployment of config/, with further settings. */
  private static Map<String, Object> deployment(Map<String, String> env) {
    Deployment deployment =
        Serialization.unmarshal(
            Serialization.asYaml(
                AdmissionPolicy.documents(AdmissionPolicy.CONFIG.resolve("base/deployment.yaml"))
                    .get(0)),
            Deployment.class);
    List<EnvVar> all = first(deployment.getSpec().getTemplate().getSpec()).getEnv();
    env.forEach(
        (name, value) -> {
          all.removeIf(has -> has.getName().equals(name));
          all.add(new EnvVar(name, value, null));
        });
    return AdmissionPolicy.map(deployment);
  }

  private static Job job(PodNeeds needs, Attempt attempt, Map<String, String> env) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withUid("scan-uid").build());
    return NodeJob.desired(
        scan,
        "0123456789",
        "0",
        new NodeDecision.Evaluate(new NodeTarget("cp-1", "node-uid", "v1.36.3"), needs),
        attempt,
        Duration.ofMinutes(5),
        OperatorSettings.from(env));
  }

  /** As the job controller creates it, and the API server fills it in. */
  private static Pod pod(Job job) {
    PodSpec spec =
        Serialization.unmarshal(
            Serialization.asYaml(job.getSpec().getTemplate().getSpec()), PodSpec.class);
    spec.setSchedulerName("default-scheduler");
    spec.setPriority(0);
    spec.getContainers().get(0).setTerminationMessagePath("/dev/termination-log");
    return new PodBuilder()
        .withNewMetadata()
        .withName("scan-x")
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private static PodNeeds needs(Distribution distribution, boolean control, OperatorSettings of) {
    PodNeeds needs = PodNeeds.of(List.of(distribution), control, of);
    return needs.with(needs.kubeletRoots().stream().map(root -> root + KUBE_PROXY).toList());
  }

  private static Optional<String> denial(String user, Pod pod, Map<String, String> env) {
    return POLICY.denial(user, "pods", AdmissionPolicy.map(pod), Optional.empty(), deployment(env));
  }

  @TestFactory
  Stream<DynamicTest> everyPodThatTheOperatorMakesIsLetIn() {
    return Distributions.all().stream()
        .flatMap(
            distribution ->
                Stream.of(
                        PLAIN,
                        with("PLUMBLINE_HOST_PATHS", "/etc, /srv/kubernetes"),
                        with("PLUMBLINE_SELINUX_TYPE", "super_t"),
                        with("PLUMBLINE_IMAGE_PULL_SECRETS", "pull"),
                        with("PLUMBLINE_PRIVILEGED", "true"))
                    .map(
                        env ->
                            DynamicTest.dynamicTest(
                                distribution.name() + " " + env,
                                () -> assertLetIn(distribution, env))));
  }

  private static void assertLetIn(Distribution distribution, Map<String, String> env) {
    for (boolean isControlPlane : new boolean[] {false, true}) {
      PodNeeds needs = needs(distribution, isControlPlane, OperatorSettings.from(env));
      Attempt first = Attempt.first(MockCluster.NOW);
      for (Attempt attempt : List.of(first, first.nextWithout(List.of("/usr/lib/systemd")))) {
        Job job = job(needs, attempt, env);
        assertThat(
                POLICY.denial(
                    OPERATOR, "jobs", AdmissionPolicy.map(job), Optional.empty(), deployment(env)))
            .isEmpty();
        assertThat(denial("system:kube-controller-manager", pod(job), env)).isEmpty();
      }
    }
  }

  @Test
  void itsPlacesAreThoseOfTheDistributionsAndNoOthers() {
    TreeSet<String> paths = new TreeSet<>();
    TreeSet<String> types = new TreeSet<>();
    for (Distribution distribution : Distributions.all()) {
      Distribution.NodePod pod = distribution.pod();
      Stream.of(pod.hostPaths(), pod.controlPlaneHostPaths(), pod.kubeletCertificates())
          .flatMap(List::stream)
          .map(HostPath::path)
          .forEach(paths::add);
      types.add(pod.seLinuxType());
    }
    types.remove("");
    Map<String, Object> params = deployment(PLAIN);
    assertThat(POLICY.variable("hostPaths", params)).isEqualTo(List.copyOf(paths));
    assertThat(POLICY.variable("seLinuxTypes", params)).isEqualTo(List.copyOf(types));
    assertThat(POLICY.variable("configMaps", params).toString())
        .startsWith("^(" + String.join("|", Distributions.kubeletRoots()) + ")/pods/");
  }

  @Test
  void placesThatTheSettingsListReplaceThem() {
    Map<String, Object> params = deployment(with("PLUMBLINE_HOST_PATHS", "/srv/a, /srv/b"));
    assertThat(POLICY.variable("hostPaths", params)).isEqualTo(List.of("/srv/a", "/srv/b"));
    assertThat(POLICY.variable("configMaps", params)).isEqualTo("^$");
  }

  private static Pod nodePod() {
    return pod(
        job(
            needs(
                Distributions.named(Distributions.PLAIN).orElseThrow(),
                true,
                OperatorSettings.from(PLAIN)),
            Attempt.first(MockCluster.NOW),
            PLAIN));
  }

  private static Container first(PodSpec spec) {
    return spec.getContainers().get(0);
  }

  private static Consumer<PodSpec> hostPath(String path) {
    return spec -> spec.getVolumes().get(0).getHostPath().setPath(path);
  }

  private static Consumer<PodSpec> mount(Consumer<VolumeMount> edit) {
    return spec -> edit.accept(first(spec).getVolumeMounts().get(0));
  }

  private static Consumer<PodSpec> env(EnvVar variable) {
    return spec -> first(spec).getEnv().add(variable);
  }

  private static Map<String, Consumer<PodSpec>> badNodePods() {
    Map<String, Consumer<PodSpec>> bad = new LinkedHashMap<>();
    var other = new ContainerBuilder().withName("sidecar").withImage("plumbline:dev").build();
    String shape = "A node pod has no init and ephemeral containers";
    bad.put("an init container|" + shape, s -> s.getInitContainers().add(other));
    bad.put("the node's processes|" + shape, s -> s.setHostPID(true));
    bad.put("the node's network|" + shape, s -> s.setHostNetwork(true));
    bad.put("the node's IPC|" + shape, s -> s.setHostIPC(true));
    bad.put("a shared process namespace|" + shape, s -> s.setShareProcessNamespace(true));
    String account = "A pod here is the operator's own, or";
    bad.put("another account|" + account, s -> s.setServiceAccountName("default"));
    bad.put("a token|" + account, s -> s.setAutomountServiceAccountToken(true));
    bad.put("a token by default|" + account, s -> s.setAutomountServiceAccountToken(null));
    String one = "A node pod has one container";
    bad.put("a sidecar|" + one, s -> s.getContainers().add(other));
    bad.put("another image|" + one, s -> first(s).setImage("plumbline:dev@sha256:0"));
    bad.put("another name|" + one, s -> first(s).setName("operator"));
    String confined = "A node pod is never restarted";
    bad.put("restarts|" + confined, s -> s.setRestartPolicy("Always"));
    bad.put("no seccomp|" + confined, s -> s.getSecurityContext().setSeccompProfile(null));
    bad.put(
        "unconfined|" + confined,
        s -> s.getSecurityContext().getSeccompProfile().setType("Unconfined"));
    bad.put(
        "an SELinux type of the pod|" + confined,
        s ->
            s.getSecurityContext()
                .setSeLinuxOptions(new SELinuxOptionsBuilder().withType("spc_t").build()));
    String runs = "A node pod runs the collector";
    bad.put("a shell|" + runs, s -> first(s).setCommand(List.of("sh", "-c", "id")));
    bad.put(
        "another entry|" + runs, s -> first(s).getCommand().set(1, "-javaagent:/host/etc/a.jar"));
    bad.put("more words|" + runs, s -> first(s).getCommand().add("x"));
    bad.put("no command|" + runs, s -> first(s).setCommand(List.of()));
    String plain = "A node pod has the environment variables of the operator alone";
    bad.put("arguments|" + plain, s -> first(s).setArgs(List.of("x")));
    bad.put("JVM options|" + plain, env(new EnvVar("JDK_JAVA_OPTIONS", "-version", null)));
    bad.put(
        "a variable of a Secret|" + plain,
        env(
            new EnvVarBuilder()
                .withName("PLUMBLINE_RUN")
                .withNewValueFrom()
                .withNewSecretKeyRef("k", "s", false)
                .endValueFrom()
                .build()));
    bad.put(
        "a probe that runs a program|" + plain,
        s ->
            first(s)
                .setLivenessProbe(
                    new ProbeBuilder().withNewExec().addToCommand("id").endExec().build()));
    bad.put(
        "a port of the node|" + plain,
        s -> first(s).getPorts().add(new ContainerPortBuilder().withHostPort(80).build()));
    bad.put(
        "its termination message elsewhere|" + plain,
        s -> first(s).setTerminationMessagePath("/app/collector.args"));
    String rights = "A node pod has no capability";
    bad.put("privilege|" + rights, s -> first(s).getSecurityContext().setPrivileged(true));
    bad.put(
        "escalation|" + rights,
        s -> first(s).getSecurityContext().setAllowPrivilegeEscalation(true));
    bad.put(
        "a root file system to write|" + rights,
        s -> first(s).getSecurityContext().setReadOnlyRootFilesystem(false));
    bad.put(
        "a capability|" + rights,
        s -> first(s).getSecurityContext().getCapabilities().setAdd(List.of("SYS_PTRACE")));
    bad.put(
        "capabilities kept|" + rights,
        s -> first(s).getSecurityContext().getCapabilities().setDrop(List.of()));
    bad.put(
        "an unmasked /proc|" + rights, s -> first(s).getSecurityContext().setProcMount("Unmasked"));
    bad.put("no security context|" + rights, s -> first(s).setSecurityContext(null));
    bad.put(
        "an SELinux type|" + rights,
        s ->
            first(s)
                .getSecurityContext()
                .setSeLinuxOptions(new SELinuxOptionsBuilder().withType("init_t").build()));
    String places = "A node pod mounts no other directories";
    for (String path : List.of("/", "/var/lib/kubelet", "/var/run", "/etc/../root", "/etcd")) {
      bad.put(path + "|" + places, hostPath(path));
    }
    bad.put(
        "a pod's Secret|" + places,
        hostPath("/var/lib/kubelet/pods/0a1b/volumes/kubernetes.io~secret/token"));
    bad.put(
        "a Secret by a ConfigMap's path|" + places,
        hostPath("/var/lib/kubelet/pods/0a/volumes/kubernetes.io~configmap/../x"));
    bad.put(
        "a Secret|" + places,
        s ->
            s.getVolumes()
                .add(
                    new VolumeBuilder()
                        .withName("s")
                        .withNewSecret()
                        .withSecretName("s")
                        .endSecret()
                        .build()));
    String mounts = "A node pod mounts every directory below /host";
    bad.put("writing|" + mounts, mount(m -> m.setReadOnly(false)));
    bad.put("writing by default|" + mounts, mount(m -> m.setReadOnly(null)));
    bad.put("over the program|" + mounts, mount(m -> m.setMountPath("/app")));
    bad.put("out of /host|" + mounts, mount(m -> m.setMountPath("/host/../app")));
    bad.put("a part|" + mounts, mount(m -> m.setSubPath("x")));
    bad.put("propagation|" + mounts, mount(m -> m.setMountPropagation("Bidirectional")));
    return bad;
  }

  @TestFactory
  Stream<DynamicTest> anotherPodIsRefusedWhoeverCreatesIt() {
    return badNodePods().entrySet().stream()
        .flatMap(
            bad ->
                Stream.of(OPERATOR, ADMIN)
                    .map(
                        user ->
                            DynamicTest.dynamicTest(
                                user + ": " + bad.getKey(),
                                () -> assertRefused(user, bad.getKey(), bad.getValue()))));
  }

  private static void assertRefused(String user, String name, Consumer<PodSpec> edit) {
    String message = name.substring(name.indexOf('|') + 1);
    Pod pod = nodePod();
    Map<String, Object> before = AdmissionPolicy.map(pod);
    edit.accept(pod.getSpec());
    Map<String, Object> after = AdmissionPolicy.map(pod);
    assertThat(denial(user, pod, PLAIN)).hasValueSatisfying(m -> assertThat(m).startsWith(message));
    assertThat(POLICY.denial(user, "pods", after, Optional.of(before), deployment(PLAIN)))
        .as("a pod that is changed so")
        .hasValueSatisfying(m -> assertThat(m).startsWith(message));
    assertThat(POLICY.denial(user, "pods", after, Optional.of(after), deployment(PLAIN)))
        .as("one that an earlier version made")
        .isEmpty();
  }

  @Test
  void onlyTheOperatorCreatesJobs() {
    Job job =
        job(
            needs(Distributions.all().get(0), true, OperatorSettings.from(PLAIN)),
            Attempt.first(MockCluster.NOW),
            PLAIN);
    Map<String, Object> object = AdmissionPolicy.map(job);
    assertThat(POLICY.denial(ADMIN, "jobs", object, Optional.empty(), deployment(PLAIN)))
        .contains("Only the operator creates Jobs in its namespace.");
    assertThat(POLICY.denial(ADMIN, "jobs", object, Optional.of(object), deployment(PLAIN)))
        .isEmpty();
    job.getSpec().getTemplate().getSpec().setHostPID(true);
    for (Optional<Map<String, Object>> old :
        List.of(Optional.of(object), Optional.<Map<String, Object>>empty())) {
      assertThat(POLICY.denial(OPERATOR, "jobs", AdmissionPolicy.map(job), old, deployment(PLAIN)))
          .hasValueSatisfying(m -> assertThat(m).startsWith("A node pod has no init"));
    }
  }

  @Test
  void anOperatorOfAnotherVersionThanItsDeploymentIsRefusedWithBothImages() {
    Job job =
        job(
            needs(Distributions.all().get(0), true, OperatorSettings.from(PLAIN)),
            Attempt.first(MockCluster.NOW),
            with("PLUMBLINE_IMAGE", "plumbline:old"));
    assertThat(
            POLICY.denial(
                OPERATOR, "jobs", AdmissionPolicy.map(job), Optional.empty(), deployment(PLAIN)))
        .hasValueSatisfying(m -> assertThat(m).startsWith("A node pod has one container"));
  }

  /** As the replica set controller creates it, with the token that the API server adds. */
  private static Pod operatorPod() {
    PodSpec spec =
        Serialization.unmarshal(
            Serialization.asYaml(
                AdmissionPolicy.child(
                    AdmissionPolicy.child(
                        AdmissionPolicy.child(deployment(PLAIN), "spec"), "template"),
                    "spec")),
            PodSpec.class);
    spec.getVolumes()
        .add(
            new VolumeBuilder()
                .withName("kube-api-access-x2x9z")
                .withNewProjected()
                .endProjected()
                .build());
    first(spec)
        .getVolumeMounts()
        .add(
            new VolumeMountBuilder()
                .withName("kube-api-access-x2x9z")
                .withMountPath("/var/run/secrets/kubernetes.io/serviceaccount")
                .withReadOnly(true)
                .build());
    spec.setNodeName("cp-1");
    return new PodBuilder().withNewMetadata().withName("o").endMetadata().withSpec(spec).build();
  }

  @Test
  void theOperatorsOwnPodIsLetIn() {
    assertThat(
            denial("system:serviceaccount:kube-system:replicaset-controller", operatorPod(), PLAIN))
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> anotherPodWithTheOperatorsRightsIsRefused() {
    Map<String, Consumer<PodSpec>> bad = new LinkedHashMap<>();
    var other = new ContainerBuilder().withName("sidecar").withImage("plumbline:dev").build();
    bad.put("a sidecar", s -> s.getContainers().add(other));
    bad.put("an init container", s -> s.getInitContainers().add(other));
    bad.put("another image", s -> first(s).setImage("other"));
    bad.put("a command", s -> first(s).setCommand(List.of("sh")));
    bad.put("a variable", env(new EnvVar("JAVA_TOOL_OPTIONS", "-version", null)));
    bad.put("a variable less", s -> first(s).setEnv(new ArrayList<>()));
    bad.put("privilege", s -> first(s).getSecurityContext().setPrivileged(true));
    bad.put(
        "a capability",
        s -> first(s).getSecurityContext().getCapabilities().setAdd(List.of("SYS_ADMIN")));
    bad.put("the node's network", s -> s.setHostNetwork(true));
    bad.put(
        "a directory of the node",
        s ->
            s.getVolumes().add(new VolumeBuilder().withName("h").withNewHostPath("/", "").build()));
    bad.put("its token elsewhere", s -> first(s).getVolumeMounts().get(1).setMountPath("/app"));
    bad.put("a volume elsewhere", mount(m -> m.setMountPath("/app")));
    bad.put(
        "a handler",
        s ->
            first(s)
                .setLivenessProbe(
                    new ProbeBuilder().withNewExec().addToCommand("id").endExec().build()));
    return bad.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      Pod pod = operatorPod();
                      one.getValue().accept(pod.getSpec());
                      assertThat(denial(ADMIN, pod, PLAIN)).isPresent();
                    }));
  }

  @Test
  void nobodyEntersAPod() {
    AdmissionPolicy access = AdmissionPolicy.named("plumbline-pod-access");
    assertThat(access.denial(ADMIN, "pods", Map.of(), Optional.empty(), Map.of())).isPresent();
  }
}
