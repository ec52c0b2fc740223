package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.live.Configz;
import dev.plumbline.operator.live.LiveReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts a real kubelet on loopback with a row's arguments and files. */
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
            ? new AskedKubelet(kubelet, folder, port).answers(row, reader)
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
