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
import dev.plumbline.operator.live.ApiServerOfNode;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader;
import dev.plumbline.operator.live.LiveReading;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real kubelet that is asked what Plumbline asks kubelets, by Plumbline's own code: it is known
 * by the certificate that it has signed itself, as the collector reads that.
 *
 * @param folder of its files
 * @param port at which it serves on loopback
 */
record AskedKubelet(Process process, Path folder, int port) {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Those of the flags that each trial has, and those that this machine and its runtime decide. */
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

  /** Asks it, once it answers. */
  KubeletTrial.Tried answers(SettingsRow row, LiveReader reader)
      throws IOException, InterruptedException {
    InsecureClient client = new InsecureClient(port, ApiServerTrial.ASKING);
    boolean answered = client.status(Configz.PATH).equals(OptionalInt.of(200));
    Optional<Map<String, JsonNode>> configz =
        answered
            ? Optional.of(fields(client.body(Configz.PATH, "application/json")))
            : Optional.empty();
    awaitReadOnlyPort(configz.orElse(Map.of()).get("readOnlyPort"));
    List<String> certificates =
        ServingCertificates.read(new HostFileSystem(Path.of("/")), List.of(seen()));
    LiveReading reading =
        reader.read(
            new AskedNode(node(), certificates),
            new ApiServerOfNode.None(),
            new LiveReader.Wanted(true, PROBES, true));
    return new KubeletTrial.Tried(
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

  private Map<String, JsonNode> fields(String answer) throws IOException {
    Map<String, JsonNode> fields = new TreeMap<>();
    JSON.readTree(Folders.without(folder, answer))
        .required("kubeletconfig")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.keySet().removeAll(OWN_FIELDS);
    return fields;
  }

  /** It is opened a moment after the other. */
  private void awaitReadOnlyPort(@Nullable JsonNode readOnly) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (readOnly != null && Instant.now().isBefore(end) && !isOpen(readOnly.asInt())) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
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
  private Component seen() {
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

  private Node node() {
    return new NodeBuilder()
        .withNewStatus()
        .addNewAddress("127.0.0.1", "InternalIP")
        .withNewDaemonEndpoints()
        .withNewKubeletEndpoint(port)
        .endDaemonEndpoints()
        .endStatus()
        .build();
  }
}
