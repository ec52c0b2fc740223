package dev.plumbline.collector;

import dev.plumbline.collector.reference.OwnMounts;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a node's pod runs: {@code Main HOST_ROOT TERMINATION_LOG [DIRECTORIES [MISSING]]}. Prints
 * the evidence on one line, and puts its receipt, with the digests of its kubelet's certificates,
 * into the termination log. The directories and files of the node that are mounted below the host
 * root are separated by commas; without them, all are taken to be there. {@code MISSING} are those
 * that the kubelet did not find. The environment names the run and the node, which only serve to
 * notice mix-ups: the operator takes the node from the pod's binding.
 */
public final class Main {

  /**
   * Within the Job's own deadline, so that a hang is reported and not just ended; long enough for a
   * node that is busy, or a pod that its CPU limit throttles.
   */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Some small files, which nothing else depends on. */
  private static final Duration CERTIFICATES = Duration.ofSeconds(5);

  public static void main(String[] args) throws IOException {
    if (args.length < 2 || args.length > 4) {
      System.err.println("usage: HOST_ROOT TERMINATION_LOG [DIRECTORIES [MISSING]]");
      System.exit(2);
    }
    Map<String, String> env = System.getenv();
    List<String> directories = args.length > 2 ? directories(args[2]) : List.of("/");
    List<String> missing = args.length > 3 ? directories(args[3]) : List.of();
    Path hostRoot = Path.of(args[0]);
    Map<String, String> elsewhere = OwnMounts.elsewhere(Path.of("/"), hostRoot, directories);
    Evidence evidence =
        new Collector(DEADLINE).collectHost(hostRoot, directories, missing, elsewhere);
    String json = json(evidence);
    // The descriptor itself: System.out would encode by the locale.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    }
    EvidenceReceipt receipt =
        EvidenceJson.receipt(
            json,
            env.getOrDefault("PLUMBLINE_RUN", ""),
            env.getOrDefault("PLUMBLINE_NODE_UID", ""));
    List<String> certificates =
        new Collector(CERTIFICATES).kubeletCertificates(hostRoot, directories, elsewhere, evidence);
    Files.writeString(Path.of(args[1]), EvidenceJson.write(receipt.with(certificates)));
    // A thread that hangs in open() is a daemon, and still can keep a JVM from ending in time.
    Runtime.getRuntime().halt(0);
  }

  private static List<String> directories(String list) {
    return Arrays.stream(list.split(",")).filter(directory -> !directory.isBlank()).toList();
  }

  private static String json(Evidence evidence) {
    String json = EvidenceJson.write(evidence);
    if (json.getBytes(StandardCharsets.UTF_8).length <= EvidenceJson.MAX_BYTES) {
      return json;
    }
    Problem tooMuch =
        new Problem("", SourceLocation.line("/", 1), "holds more evidence than can be sent");
    return EvidenceJson.write(
        new Evidence(
            Evidence.SCHEMA_VERSION,
            evidence.scope(),
            List.of(),
            List.of(),
            List.of(tooMuch),
            List.of(),
            List.of()));
  }
}
