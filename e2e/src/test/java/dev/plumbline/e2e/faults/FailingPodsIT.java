package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The pods of some nodes come to no good, all in one scan. */
@ExtendWith(LaboratoryExtension.class)
class FailingPodsIT {

  /** Where a log is cut, in parts of its length. */
  private static final int CUTS = 12;

  private static final String EVALUATED = "";

  /**
   * A node whose pods fail.
   *
   * @param expected what the report says of the node; empty when it is evaluated all the same
   */
  record Case(String name, Outcome.Chosen outcome, String expected) {}

  static final List<Case> CASES =
      List.of(
          always("is never scheduled", new Outcome.Unschedulable(), "Unschedulable"),
          always("has an image that is missing", Outcome.imageMissing(), "ImagePullBackOff"),
          always("is evicted each time", Outcome.evicted(), "low on resource: memory"),
          once("is evicted once", Outcome.evicted()),
          always("is killed for its memory each time", Outcome.outOfMemory(), "OOMKilled"),
          once("is killed for its memory once", Outcome.outOfMemory()),
          always("hangs", Outcome.hung(), "DeadlineExceeded"),
          always("is deleted each time", new Outcome.Deleted(), "failed"),
          once("is deleted once", new Outcome.Deleted()),
          once("finds no directory to mount", new Outcome.NoDirectory()),
          always("leaves no receipt", Outcome.receipt(receipt -> ""), "not a receipt"),
          always(
              "has the receipt of another node",
              Outcome.receipt(
                  receipt -> receipt.replaceAll("\"nodeUid\":\"[^\"]*\"", "\"nodeUid\":\"x\"")),
              "another run or node"),
          always("has a log that is cut each time", cut(1, 2), "cut or changed"),
          always(
              "has other lines in its log",
              Outcome.log(log -> "WARNING: a JVM\n{}\n" + log + "bye\n"),
              EVALUATED));

  static final FaultRow ROW =
      new FaultRow(
          "A pod is not scheduled, has no image, is evicted, runs out of memory, hangs, is deleted,"
              + " or leaves no receipt",
          "each on a node of its own, in one scan",
          FaultRow.Cases.of(CASES.size()),
          "`Error` for the node with the scheduler's or the kubelet's words; none when it happens"
              + " once",
          FailingPodsIT.class);

  static final FaultRow LOGS =
      new FaultRow(
          "A log is cut",
          "after each twelfth of the evidence, each on a node of its own",
          FaultRow.Cases.of(CUTS),
          "the node is read again, and evaluated",
          FailingPodsIT.class);

  private final List<String> joined = new ArrayList<>();

  @TempDir Path hosts;

  private static Case always(String name, Outcome outcome, String expected) {
    return new Case(name, (pod, attempt) -> outcome, expected);
  }

  private static Case once(String name, Outcome outcome) {
    return new Case(
        name, (pod, attempt) -> attempt == 1 ? outcome : Outcome.collected(), EVALUATED);
  }

  private static Outcome cut(int part, int parts) {
    return Outcome.log(log -> log.substring(0, log.length() * part / parts));
  }

  @AfterEach
  void nodesLeave(Laboratory laboratory) {
    joined.forEach(node -> laboratory.admin().nodes().withName(node).delete());
  }

  private void join(Laboratory laboratory, String name, Outcome.Chosen outcome) throws IOException {
    joined.add(name);
    laboratory.nodes().choose(name, outcome);
    laboratory.nodes().join(name, hostLikeNoOther(name));
  }

  /** The log of a node whose evidence is known from another is not read. */
  private Path hostLikeNoOther(String name) throws IOException {
    Path host = hosts.resolve(name);
    Path process = Files.createDirectories(host.resolve("proc/1"));
    for (String file : List.of("cmdline", "cgroup", "status")) {
      Files.copy(
          Laboratory.host("worker-1").resolve("proc/1").resolve(file), process.resolve(file));
    }
    Path networks = Files.createDirectories(host.resolve("etc/cni/net.d"));
    Files.createFile(networks.resolve(name + ".conflist"));
    return host;
  }

  private static Map<String, String> messages(ComplianceScanStatus status) {
    return Objects.requireNonNull(status.nodes()).notEvaluatedReasons().stream()
        .map(NotEvaluated::nodes)
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                NotEvaluated.Node::name,
                node -> String.valueOf(node.message()),
                (a, b) -> a,
                TreeMap::new));
  }

  @Test
  void podsOfEachNode(Laboratory laboratory) throws IOException {
    for (int i = 0; i < CASES.size(); i++) {
      join(laboratory, "pod-%02d".formatted(i), CASES.get(i).outcome());
    }
    laboratory.apply("timeout: 10s\nparallelism: 30");
    Map<String, String> messages = messages(laboratory.awaitStatus(Laboratory::isFinished));
    assertThat(messages).doesNotContainKeys(Laboratory.NODES.toArray(String[]::new));
    for (int i = 0; i < CASES.size(); i++) {
      Case tried = CASES.get(i);
      String message = messages.getOrDefault("pod-%02d".formatted(i), EVALUATED);
      if (tried.expected().equals(EVALUATED)) {
        assertThat(message).as(tried.name()).isEmpty();
      } else {
        assertThat(message).as(tried.name()).contains(tried.expected());
      }
    }
    laboratory.assertTidy();
  }

  @Test
  void logsThatAreCut(Laboratory laboratory) throws IOException {
    for (int i = 0; i < CUTS; i++) {
      int part = i;
      join(
          laboratory,
          "log-%02d".formatted(part),
          (pod, attempt) -> attempt == 1 ? cut(part, CUTS) : Outcome.collected());
    }
    laboratory.apply("parallelism: 30");
    ComplianceScanStatus status = laboratory.awaitStatus(Laboratory::isFinished);
    assertThat(messages(status)).isEmpty();
    laboratory.assertTidy();
  }
}
