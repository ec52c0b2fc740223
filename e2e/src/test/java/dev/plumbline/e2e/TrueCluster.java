package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestConditionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The cluster that {@code cluster/up} made, and its control-plane node's files. */
final class TrueCluster implements AutoCloseable {

  static final String CONTROL_PLANE = "plumbline-cp";
  static final String WORKER = "plumbline-w1";
  static final String NO_MORE_PODS = "no-more-pods";
  static final String NAMESPACE = "plumbline-system";

  private static final Path STATE = Path.of("/run/plumbline-cluster");
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Config config;
  private final KubernetesClient client;

  TrueCluster() throws IOException {
    this(Config.fromKubeconfig(Files.readString(STATE.resolve("kubeconfig"))));
  }

  private TrueCluster(Config config) {
    this.config = config;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The same for an account with a token, without the admin's certificate. */
  TrueCluster with(String token) {
    Config other = new ConfigBuilder(config).withOauthToken(token).build();
    other.setClientCertData(null);
    other.setClientKeyData(null);
    return new TrueCluster(other);
  }

  KubernetesClient client() {
    return client;
  }

  /** Tells of each Job that is made for a scan while it is open, beginning with those there are. */
  Watch watchJobs(Consumer<Job> added) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withLabel("plumbline.dev/scan-uid")
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, Job job) {
                if (action == Action.ADDED) {
                  added.accept(job);
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                // The test closes it.
              }
            });
  }

  /** Server-side, as its own field manager. */
  void apply(String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).serverSideApply();
  }

  static Path hostRoot() {
    return hostRoot(CONTROL_PLANE);
  }

  /** The files that a node has of its own. */
  static Path hostRoot(String node) {
    return STATE.resolve(node).resolve("root");
  }

  /** All that a node has, with its processes. */
  static Path wholeRoot(String node) throws IOException {
    return Path.of("/proc", Files.readString(STATE.resolve(node).resolve("pid")).strip(), "root");
  }

  /**
   * Starts a node's kubelet again, as an admin would after a change of its configuration.
   *
   * @param arguments beside its own
   */
  static void restartKubelet(String node, String... arguments) {
    script(
        "cluster/kubelet",
        Stream.concat(Stream.of(node), Arrays.stream(arguments)).toArray(String[]::new));
  }

  /**
   * Approves what kubelets ask for as their serving certificates, as the words of the control
   * kubelet-tls-certificate say, until each of these nodes has one. A kubelet that has one already
   * does not ask again.
   */
  void approveServingCertificates(List<String> nodes) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () -> {
              var requests = client.certificates().v1().certificateSigningRequests();
              for (var request : requests.list().getItems()) {
                if (request.getSpec().getSignerName().equals("kubernetes.io/kubelet-serving")
                    && request.getStatus().getConditions().isEmpty()) {
                  requests
                      .withName(request.getMetadata().getName())
                      .approve(
                          new CertificateSigningRequestConditionBuilder()
                              .withType("Approved")
                              .withStatus("True")
                              .withReason("Test")
                              .withMessage("approved by a test")
                              .build());
                }
              }
              return nodes.stream().allMatch(TrueCluster::hasServingCertificate);
            });
  }

  /** The kubelet's link to it, which leads to a path of the node. */
  private static boolean hasServingCertificate(String node) {
    return Files.isSymbolicLink(
        hostRoot(node).resolve("var/lib/kubelet/pki/kubelet-server-current.pem"));
  }

  /** A quota that denies every pod in the operator's namespace; not created yet. */
  NamespaceableResource<ResourceQuota> noMorePods() {
    return client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName(NO_MORE_PODS)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("1"))
                .endSpec()
                .build());
  }

  /** The file that a node's kubelet has its configuration from. */
  static Path kubeletConfiguration(String node) {
    return hostRoot(node).resolve("var/lib/kubelet/config.yaml");
  }

  static Path manifest() {
    return hostRoot().resolve("etc/kubernetes/manifests/kube-apiserver.yaml");
  }

  /** Changes the API server's manifest as an admin would, and waits until the server behaves so. */
  void changeManifest(UnaryOperator<String> change, Openness expected) throws IOException {
    edit(manifest(), change);
    awaitServer(expected);
  }

  /**
   * A manifest that says the same and that no kubelet has seen yet. A static pod's UID is a digest
   * of its manifest, and a kubelet that has just ended a pod may take another of the same UID for
   * the one that it has ended.
   */
  static String unseen(String manifest) {
    String mark = "    test.plumbline.dev/manifest: ";
    return manifest
        .replaceAll("(?m)^" + mark + ".*\n", "")
        .replaceFirst("(?m)^  annotations:\n", "$0" + mark + UUID.randomUUID() + "\n");
  }

  /** Changes a file at once, its mode kept: the kubelet must not read half of it. */
  static void edit(Path file, UnaryOperator<String> change) throws IOException {
    Path next = STATE.resolve("next");
    Files.writeString(next, change.apply(Files.readString(file)));
    Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Runs a line of shell as root on a node. */
  static void onNode(String node, String command) {
    script("cluster/on", node, "bash", "-c", command);
  }

  /** Runs one of the project's scripts. */
  static void script(String script, String... arguments) {
    Path root = Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
    List<String> command = new java.util.ArrayList<>(List.of(root.resolve(script).toString()));
    command.addAll(List.of(arguments));
    try {
      Path log = STATE.resolve("script.log");
      int rc =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (rc != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command against the cluster, with its kubeconfig, and returns what it says. */
  static Said say(String input, String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("KUBECONFIG", STATE.resolve("kubeconfig").toString());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().close();
    int exit = process.waitFor();
    String text = Files.readString(out);
    Files.delete(out);
    return new Said(exit, text);
  }

  /** Who makes the requests of these tests, as the API server knows it. */
  static String user() {
    try {
      Said said =
          say("", tool("kubectl"), "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}");
      if (said.exit() != 0) {
        throw new IllegalStateException(said.text());
      }
      return said.text().strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A waiver for one scan, in the name of whoever makes these requests. */
  static ComplianceWaiver waiver(String name, String control, String expires, String scan) {
    ComplianceWaiver waiver = new ComplianceWaiver();
    waiver.setMetadata(new ObjectMetaBuilder().withName(name).build());
    waiver.setSpec(
        new ComplianceWaiverSpec(control, "a test", user(), expires, null, List.of(scan)));
    return waiver;
  }

  /** What a command wrote to both of its outputs. */
  record Said(int exit, String text) {}

  /** A tool that cluster/build or cluster/tools has built. */
  static String tool(String name) {
    String folder = System.getProperty(name.equals("kubectl") ? "cluster.bin" : "cluster.tools");
    if (folder == null) {
      throw new IllegalStateException("run these tests by cluster/test, which builds " + name);
    }
    return Path.of(folder, name).toString();
  }

  static Path root() {
    return Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  }

  /**
   * Applies a finding's diff in a node's root folder, also where the lines around have been changed
   * by another.
   */
  static void applyDiff(String node, String diff) throws IOException, InterruptedException {
    Path root = STATE.resolve(node).resolve("root");
    Process patch =
        new ProcessBuilder(
                "patch", "-p1", "--fuzz=3", "--no-backup-if-mismatch", "-d", root.toString())
            .redirectErrorStream(true)
            .redirectOutput(STATE.resolve("patch.log").toFile())
            .start();
    patch.getOutputStream().write(diff.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    patch.getOutputStream().close();
    if (patch.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(STATE.resolve("patch.log")) + diff);
    }
  }

  /**
   * Ends the API server's process at once, as a crash does; the kubelet starts it again. Asked to
   * end, it would first wait for its open watches for a minute.
   */
  void restartApiServer() {
    ProcessHandle old = apiServer().orElseThrow();
    old.destroyForcibly();
    await()
        .atMost(PATIENCE)
        .until(() -> apiServer().filter(now -> now.pid() != old.pid()).isPresent());
  }

  /** The cluster's own, beside those that other tests may have started on this machine. */
  private static Optional<ProcessHandle> apiServer() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/kube-apiserver"))
        .filter(process -> arguments(process).contains("--advertise-address=10.88.77.10"))
        .findFirst();
  }

  /** Empty where the process has ended. The JDK's own list of them ends after a page of memory. */
  private static List<String> arguments(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
      return Arrays.stream(line.split("\0")).skip(1).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What a user without rights may do. */
  enum Openness {
    OPEN,
    AUTHORIZING
  }

  /**
   * Waits until the running server has the manifest's arguments, is ready, and treats a stranger
   * so. What was seen last is in the message where it does not.
   *
   * <p>The server itself is asked whether it is ready: the mirror pod's condition follows up to a
   * minute later, since the kubelet's watch waits longer after each outage, and with AlwaysAllow a
   * kube-apiserver turns anonymous requests off, so that the kubelet's probes never see it ready.
   */
  void awaitServer(Openness expected) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              try {
                assertServer(expected);
              } catch (KubernetesClientException e) {
                throw new AssertionError("the API server does not answer: " + e.getMessage(), e);
              }
            });
  }

  private void assertServer(Openness expected) throws IOException {
    List<String> arguments = manifestsArguments();
    assertThat(apiServer().map(TrueCluster::arguments))
        .as("the process's arguments")
        .contains(arguments);
    var pod =
        client.pods().inNamespace("kube-system").withName("kube-apiserver-" + CONTROL_PLANE).get();
    assertThat(pod)
        .as("the kubelet takes the old mirror pod away before it makes the new one")
        .isNotNull();
    List<String> command = pod.getSpec().getContainers().get(0).getCommand();
    assertThat(command.subList(1, command.size()))
        .as("the mirror pod's arguments")
        .isEqualTo(arguments);
    assertThat(client.raw("/readyz")).isEqualTo("ok");
    assertThat(strangerMayReadSecrets()).as("open").isEqualTo(expected == Openness.OPEN);
  }

  private static List<String> manifestsArguments() throws IOException {
    return Files.readString(manifest())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("- --"))
        .map(line -> line.substring(2))
        .toList();
  }

  private boolean strangerMayReadSecrets() {
    Config stranger =
        new ConfigBuilder(config).withImpersonateUsername("somebody-without-rights").build();
    try (KubernetesClient asStranger = new KubernetesClientBuilder().withConfig(stranger).build()) {
      SelfSubjectAccessReview review =
          new SelfSubjectAccessReviewBuilder()
              .withNewSpec()
              .withNewResourceAttributes()
              .withVerb("list")
              .withResource("secrets")
              .endResourceAttributes()
              .endSpec()
              .build();
      return asStranger.resource(review).create().getStatus().getAllowed();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Starts a new run by the annotation, and waits until it has ended and every node was ready.
   * After the server was down the controller manager takes the nodes for not ready until their
   * kubelets have reported again; the operator reads them then.
   */
  ComplianceReport rescan(String name) {
    String asked = Instant.now().toString();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                client
                        .resources(ComplianceScan.class)
                        .withName(name)
                        .edit(
                            scan -> {
                              scan.getMetadata()
                                  .setAnnotations(java.util.Map.of(ComplianceScan.RESCAN, asked));
                              return scan;
                            })
                    != null);
    return awaitRun(
        name,
        asked,
        status ->
            status.nodes() != null
                && status.nodes().notEvaluatedFor(NotEvaluated.Reason.NotReady) == 0);
  }

  ComplianceReport awaitRun(String name, String rescan) {
    return awaitRun(name, rescan, status -> true);
  }

  private ComplianceReport awaitRun(
      String name, String rescan, Predicate<ComplianceScanStatus> isDone) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () -> {
              var scan = client.resources(ComplianceScan.class).withName(name).get();
              var status = scan.getStatus();
              return status != null
                  && status.run() != null
                  && status.run().finished()
                  && status.run().generation() == scan.getMetadata().getGeneration()
                  && status.run().rescanValue().equals(rescan)
                  && isDone.test(status);
            });
    return client.resources(ComplianceReport.class).withName(name).get();
  }

  Optional<Condition> scanCondition(String name, String type) {
    return Optional.ofNullable(client.resources(ComplianceScan.class).withName(name).get())
        .map(ComplianceScan::getStatus)
        .flatMap(s -> s.conditions().stream().filter(c -> c.type().equals(type)).findFirst());
  }

  static Condition compliant(ComplianceReport report) {
    return report.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals("Compliant"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    client.close();
  }
}
