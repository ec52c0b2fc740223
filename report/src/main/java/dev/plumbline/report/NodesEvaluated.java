package dev.plumbline.report;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.UnreadableNodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many of the selected nodes a report is about, and whether the scan tolerates that it is not
 * about the others. It keeps a report of some nodes from being taken for one of all.
 */
public record NodesEvaluated(Nodes nodes, UnreadableNodes policy, Subject subject) {

  /** What is counted, by its name for people. */
  public enum Subject {
    node,
    file
  }

  /** True when every selected node was evaluated. */
  public static final String TYPE = "NodesEvaluated";

  /** The condition's reason when some were not, and the scan tolerates it. */
  public static final String TOLERATED = "Tolerated";

  /** More nodes of one reason than these are counted and not named. */
  private static final int MAX_NAMED = 3;

  /** A kubelet's own words may be of any length. */
  private static final int MAX_MESSAGE = 600;

  public NodesEvaluated(Nodes nodes, UnreadableNodes policy) {
    this(nodes, policy, Subject.node);
  }

  /** A report of nodes that were all read. */
  public static NodesEvaluated all(int nodes) {
    return new NodesEvaluated(Nodes.allEvaluated(nodes), UnreadableNodes.defaults());
  }

  /**
   * A report of files. One that could not be read has findings in Error, so that it is not counted
   * as a node is that was not evaluated.
   *
   * @param all how many configure a component, or may
   * @param read of how many that is known
   */
  public static NodesEvaluated files(int all, int read) {
    return new NodesEvaluated(
        new Nodes(all, read, 0, List.of()), UnreadableNodes.defaults(), Subject.file);
  }

  /**
   * Counts nodes.
   *
   * @param selected how many there are; of those that are neither evaluated nor not nothing is
   *     known yet
   */
  public static Nodes count(int selected, int evaluated, Collection<NodeReading.NotRead> notRead) {
    Map<NotEvaluated.Reason, List<NotEvaluated.Node>> byReason =
        new EnumMap<>(NotEvaluated.Reason.class);
    for (NodeReading.NotRead not : notRead) {
      byReason
          .computeIfAbsent(not.reason(), reason -> new ArrayList<>())
          .add(new NotEvaluated.Node(not.node(), Printable.cut(not.message(), MAX_MESSAGE)));
    }
    return new Nodes(
        selected,
        evaluated,
        notRead.size(),
        byReason.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList());
  }

  private static NotEvaluated group(NotEvaluated.Reason reason, List<NotEvaluated.Node> nodes) {
    return new NotEvaluated(
        reason,
        nodes.size(),
        nodes.stream()
            .sorted(Comparator.comparing(NotEvaluated.Node::name))
            .limit(NotEvaluated.MAX_NAMED)
            .toList());
  }

  /** Whether more nodes were left out than the scan tolerates. */
  public boolean areTooFew() {
    return !policy.allows(nodes.notEvaluated(), nodes.selected());
  }

  /** What was evaluated, and why other nodes were not. */
  public String message() {
    String counted =
        nodes.evaluated()
            + " of "
            + nodes.selected()
            + " "
            + subject
            + (nodes.selected() == 1 ? " was" : "s were")
            + " evaluated";
    return nodes.notEvaluated() == 0
        ? counted + "."
        : counted + ": " + reasons() + "." + consequence();
  }

  /**
   * Whether nodes may be missing from a report that the one before was about. Nodes that can never
   * be evaluated are not among them.
   */
  static boolean areMissingMore(Nodes before, Nodes after) {
    Set<String> already = names(before);
    return count(after) > count(before) || !already.containsAll(names(after));
  }

  private static int count(Nodes nodes) {
    return transientGroups(nodes).mapToInt(NotEvaluated::count).sum();
  }

  private static Set<String> names(Nodes nodes) {
    return transientGroups(nodes)
        .flatMap(group -> group.nodes().stream())
        .map(NotEvaluated.Node::name)
        .collect(Collectors.toSet());
  }

  private static Stream<NotEvaluated> transientGroups(Nodes nodes) {
    return nodes.notEvaluatedReasons().stream().filter(group -> group.reason().isTransient());
  }

  Condition condition(Conditions conditions) {
    if (subject == Subject.file && nodes.evaluated() < nodes.selected()) {
      return conditions.of(
          TYPE, "False", "SomeNotEvaluated", message() + " The others could not be read.");
    }
    if (nodes.notEvaluated() == 0) {
      return conditions.of(TYPE, "True", "AllEvaluated", message());
    }
    String reason =
        nodes.evaluated() == 0 ? "NoneEvaluated" : areTooFew() ? "SomeNotEvaluated" : TOLERATED;
    return conditions.of(TYPE, "False", reason, message());
  }

  private String reasons() {
    return nodes.notEvaluatedReasons().stream()
        .map(NodesEvaluated::reason)
        .collect(Collectors.joining("; "));
  }

  private static String reason(NotEvaluated group) {
    List<String> named =
        group.nodes().stream()
            .limit(MAX_NAMED)
            .map(node -> node.name() + ": " + withoutFullStop(node.message()))
            .toList();
    return group.count()
        + " "
        + group.reason()
        + " ("
        + String.join("; ", named)
        + (group.count() > named.size() ? ";" : "")
        + Listed.andMore(group.count() - named.size())
        + ")";
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private String consequence() {
    if (!areTooFew()) {
      return " spec.unreadableNodes tolerates " + policy.maxShare() + ".";
    }
    return policy.tolerates()
        ? " spec.unreadableNodes tolerates no more than " + policy.maxShare() + "."
        : " Make them readable, leave them out by spec.nodeSelector, or tolerate a share of them by"
            + " spec.unreadableNodes.";
  }
}
