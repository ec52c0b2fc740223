package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.reference.ServingCertificates;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.live.Configz;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader;
import dev.plumbline.operator.live.LiveReading;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a real kubelet on loopback, and asks it what Plumbline asks kubelets, by Plumbline's own
 * code: it is known by the certificate that it has signed itself, as the collector reads that.
 */
final class KubeletTrial {

  /** It serves half a second after its start; one without a certificate never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /**
   * Namespaces of its own for its mounts, and nothing in its {@code PATH}: what it does by
   * programs, such as iptables, would be done to this machine.
   */
  private static final List<String> APART =
      List.of(
          "/usr/bin/unshare",
          "--mount",
          "--propagation=private",
          "/bin/sh",
          "-c",
          """
          for own in /var/lib/kubelet /var/log/pods; do
            /bin/mkdir -p $own && /bin/mount -t tmpfs none $own || exit
          done
          exec "$@"\
          """,
          "sh");

  /** In front of a row's own arguments, which may override them. */
  private static final List<String> OWN =
      List.of(
          "--fail-cgroupv1=false",
          "--fail-swap-on=false",
          "--cgroups-per-qos=false",
          "--enforce-node-allocatable=",
          "--hostname-override=truth",
          "--address=127.0.0.1",
          "--healthz-port=0",
          "--root-dir={dir}/root",
          "--cert-dir={dir}/pki",
          "--kubeconfig={dir}/kubeconfig");

  /** The fields of these, and those that this machine and its container runtime decide. */
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "failCgroupV1",
          "failSwapOn",
          "cgroupsPerQOS",
          "cgroupDriver",
          "enforceNodeAllocatable",
          "address",
          "port",
          "healthzPort",
          "containerRuntimeEndpoint",
          "resolvConf");

  private static final Set<Probe> PROBES =
      Set.of(Probe.KubeletRequests, Probe.KubeletAuthorization, Probe.KubeletReadOnlyPort);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path binary;
  private final Path runtime;
  private final KubeletsApiServer apiServer;
  private final LiveReader reader;

  /**
   * @param runtime the socket of the container runtime
   */
  KubeletTrial(Path binary, Path runtime, KubeletsApiServer apiServer) {
    this.binary = binary;
    this.runtime = runtime;
    this.apiServer = apiServer;
    this.reader = apiServer.reader();
  }

  /**
   * A row that was tried.
   *
   * @param refused what the kubelet said when it exited
   * @param configz what it answered to an administrator
   * @param unread why Plumbline's reader has no answer
   */
  record Tried(
      SettingsRow row,
      Optional<String> refused,
      Optional<Map<String, JsonNode>> configz,
      Optional<String> unread,
      List<ProbeAnswers> probes) {

    static Tried refused(SettingsRow row, String why) {
      return new Tried(row, Optional.of(why), Optional.empty(), Optional.empty(), List.of());
    }
  }

  Tried run(SettingsRow row) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plumbline-kubelet");
    try {
      SettingsTrial.prepare(row, folder);
      apiServer.writeKubeconfig(folder.resolve("kubeconfig"));
      int port = FreePort.pick();
      List<String> command = new ArrayList<>(APART);
      command.add(binary.toString());
      command.add("--container-runtime-endpoint=unix://" + runtime);
      command.add("--port=" + port);
      OWN.forEach(argument -> command.add(Folders.in(folder, argument)));
      row.arguments().forEach(argument -> command.add(Folders.in(folder, argument)));
      Path log = folder.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().putAll(Map.of("PATH", "/nonexistent", SettingsTrial.DROP_INS, "true"));
      Process kubelet = builder.start();
      try {
        return awaitServing(kubelet, port)
            ? asked(row, folder, kubelet, port)
            : Tried.refused(row, complaint(log, folder));
      } finally {
        kubelet.destroyForcibly().onExit().join();
      }
    } finally {
      Folders.delete(folder);
    }
  }

  /** False when it has exited. One that completes no handshake is asked all the same. */
  private static boolean awaitServing(Process kubelet, int port) throws InterruptedException {
    InsecureClient client = new InsecureClient(port, ApiServerTrial.ASKING);
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && client.status(Configz.PATH).isEmpty()) {
      // The exit of the process is the condition waited for; its absence paces the asking.
      if (kubelet.waitFor(100, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return kubelet.isAlive();
  }

  private Tried asked(SettingsRow row, Path folder, Process kubelet, int port)
      throws IOException, InterruptedException {
    InsecureClient client = new InsecureClient(port, ApiServerTrial.ASKING);
    boolean answered = client.status(Configz.PATH).equals(OptionalInt.of(200));
    Optional<Map<String, JsonNode>> configz =
        answered
            ? Optional.of(fields(client.body(Configz.PATH, "application/json"), folder))
            : Optional.empty();
    awaitReadOnlyPort(kubelet, configz.orElse(Map.of()).get("readOnlyPort"));
    List<String> certificates =
        ServingCertificates.read(new HostFileSystem(Path.of("/")), List.of(seen(folder)));
    LiveReading reading =
        reader.read(
            new AskedNode(node(port), certificates),
            Optional.empty(),
            new LiveReader.Wanted(true, PROBES));
    return new Tried(
        row,
        Optional.empty(),
        configz,
        reading.components().get(0).problems().stream().map(Problem::why).findFirst(),
        reading.probes().stream()
            .map(
                one ->
                    new ProbeAnswers(one.probe(), SourceLocation.line("kubelet", 1), one.answers()))
            .toList());
  }

  private static Map<String, JsonNode> fields(String answer, Path folder) throws IOException {
    Map<String, JsonNode> fields = new TreeMap<>();
    JSON.readTree(Folders.without(folder, answer))
        .required("kubeletconfig")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.keySet().removeAll(OWN_FIELDS);
    return fields;
  }

  /** It is opened a moment after the other. */
  private static void awaitReadOnlyPort(Process kubelet, @Nullable JsonNode port)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (port != null && Instant.now().isBefore(end) && !isOpen(port.asInt())) {
      if (kubelet.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the kubelet has exited");
      }
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The kubelet as the collector finds it. */
  private static Component seen(Path folder) {
    SourceLocation place = SourceLocation.line("/proc/1/cmdline", 1);
    return new Component(
        "kubelet",
        Component.Source.PROCESS,
        place,
        "",
        List.of(Argument.known("--cert-dir=" + folder.resolve("pki"), place)),
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }

  private static Node node(int port) {
    return new NodeBuilder()
        .withNewStatus()
        .addNewAddress("127.0.0.1", "InternalIP")
        .withNewDaemonEndpoints()
        .withNewKubeletEndpoint(port)
        .endDaemonEndpoints()
        .endStatus()
        .build();
  }

  /** Its last line, without what differs from run to run. */
  private static String complaint(Path log, Path folder) throws IOException {
    String last =
        Files.readString(log)
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("", (first, second) -> second);
    return Folders.without(
        folder, last.replaceFirst("^[EWIF]\\d{4} [\\d:.]+\\s+\\d+ [\\w.]+:\\d+\\] ", ""));
  }
}
