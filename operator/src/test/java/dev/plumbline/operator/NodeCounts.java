package dev.plumbline.operator;

import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated;
import java.util.List;
import java.util.stream.Stream;

/** Counts of nodes, as a status has them. */
public final class NodeCounts {

  private NodeCounts() {}

  /** With one node that was not evaluated, named {@code n-}, for each reason. */
  public static Nodes of(int selected, int evaluated, NotEvaluated.Reason... reasons) {
    List<NotEvaluated> groups =
        Stream.of(reasons)
            .map(
                reason ->
                    new NotEvaluated(
                        reason, 1, List.of(new NotEvaluated.Node("n-" + reason, "It is so."))))
            .toList();
    return new Nodes(selected, evaluated, groups.size(), groups);
  }
}
