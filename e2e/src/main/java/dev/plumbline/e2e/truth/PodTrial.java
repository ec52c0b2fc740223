package dev.plumbline.e2e.truth;

import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.operator.live.LiveReader;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Starts a component with a row's arguments, at an address of its own on the loopback network, and
 * asks it what the operator asks a node's pods. What is bound to 127.0.0.1 alone can't be reached
 * there, as on a node.
 */
public final class PodTrial {

  private static final String ADDRESS = "127.0.47.1";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What each logs once it serves, or will never be reached at the node's address. */
  private static final Pattern SERVES =
      Pattern.compile("ready to serve client requests|Serving securely on");

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: nowhere, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: nobody, user: {token: none}}]
      contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody}}]
      current-context: nowhere
      """;

  private final Path binaries;
  private final String version;

  /**
   * @param binaries the folder with the components and kubeadm
   * @param version of the binaries
   */
  public PodTrial(Path binaries, String version) {
    this.binaries = binaries;
    this.version = version;
  }

  /** Tries them one after another, since all listen at the same ports. */
  public List<PodRow.Recorded> tried(List<PodRow> rows) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("plumbline-pods");
    try {
      Files.writeString(dir.resolve("kubeconfig"), KUBECONFIG);
      EtcdCertificates.in(dir, binaries, version);
      List<PodRow.Recorded> tried = new ArrayList<>();
      for (PodRow row : rows) {
        Path own = Files.createDirectory(dir.resolve("row" + tried.size()));
        tried.add(row.answered(answers(row, dir, own)));
      }
      return tried;
    } finally {
      Folders.delete(dir);
    }
  }

  /**
   * @param dir what rows may name
   * @param own of this row alone, for what the component writes
   */
  private List<ProbeAnswers> answers(PodRow row, Path dir, Path own)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve(row.component()).toString()));
    command.add(row.component().equals("etcd") ? "--data-dir=" + own.resolve("data") : "--v=0");
    row.arguments()
        .forEach(text -> command.add(Folders.in(dir, text.replace("{address}", ADDRESS))));
    Path log = own.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(own.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Instant end = Instant.now().plus(PATIENCE);
      while (!SERVES.matcher(Files.readString(log)).find()) {
        // Its exit is the condition waited for; its absence paces the reading.
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          return List.of();
        }
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException(row + " does not serve:\n" + Files.readString(log));
        }
      }
      return LiveReader.read(node(), Set.of(row.component())).stream()
          .map(PodTrial::stable)
          .toList();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static Node node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node")
        .endMetadata()
        .withNewStatus()
        .addNewAddress(ADDRESS, "InternalIP")
        .endStatus()
        .build();
  }

  /**
   * A server that refuses may close the connection before its alert is read: which of both it is
   * differs from run to run, and what there is no answer for proves the same.
   */
  private static ProbeAnswers stable(ProbeAnswers one) {
    return new ProbeAnswers(
        one.probe(),
        one.place(),
        one.answers().stream()
            .map(
                answered ->
                    answered.answer() instanceof None
                        ? new ProbeAnswers.Answered(answered.question(), new None("has no answer"))
                        : answered)
            .toList());
  }
}
