package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node goes, is replaced or stops being ready while its pod runs. */
@ExtendWith(LaboratoryExtension.class)
class FailingNodesIT {

  private static final String NODE = "node-x";

  /** What happens, and how many nodes of four are evaluated then. */
  record Case(String name, BiConsumer<Laboratory, String> happens, int selected, int notReady) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case("goes", FailingNodesIT::leave, Laboratory.NODES.size(), 0),
          new Case(
              "is replaced by another of the same name",
              (laboratory, node) -> {
                leave(laboratory, node);
                laboratory.nodes().choose(node, (pod, attempt) -> Outcome.collected());
                laboratory.nodes().join(node, Laboratory.host("worker-1"));
              },
              Laboratory.NODES.size() + 1,
              0),
          new Case(
              "is no longer ready",
              (laboratory, node) -> laboratory.nodes().report(node, "Unknown"),
              Laboratory.NODES.size() + 1,
              1));

  static final FaultRow ROW =
      new FaultRow(
          "A node goes, is replaced, or stops being ready",
          "while its pod runs",
          FaultRow.Cases.of(CASES.size()),
          "it is not counted; the new one is read; `NotReady`, and it is read once it is ready",
          FailingNodesIT.class);

  static List<Case> cases() {
    return CASES;
  }

  private static void leave(Laboratory laboratory, String node) {
    laboratory.admin().nodes().withName(node).delete();
  }

  @AfterEach
  void nodeLeaves(Laboratory laboratory) {
    leave(laboratory, NODE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whileItsPodRuns(Case tried, Laboratory laboratory) {
    laboratory.nodes().choose(NODE, (pod, attempt) -> Outcome.hung());
    laboratory.nodes().join(NODE, Laboratory.host("worker-1"));
    laboratory.apply("");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                laboratory.runningPods().anyMatch(pod -> NODE.equals(pod.getSpec().getNodeName())));
    tried.happens().accept(laboratory, NODE);
    ComplianceScanStatus.Nodes nodes =
        Objects.requireNonNull(
            laboratory
                .awaitStatus(
                    status ->
                        Laboratory.isFinished(status)
                            && Objects.requireNonNull(status.nodes()).selected()
                                == tried.selected())
                .nodes());
    assertThat(nodes.notEvaluatedFor(NotEvaluated.Reason.NotReady)).isEqualTo(tried.notReady());
    assertThat(nodes.notEvaluated()).isEqualTo(tried.notReady());
    laboratory.assertTidy();
  }
}
