package dev.plumbline.report.plan;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.report.format.ScreenText;
import java.util.List;

/** A plan for people: what changes first. */
public final class PlanText {

  /** Enough to recognise the kind of node; the count beside it is complete. */
  private static final int MAX_NODES = 5;

  private final Plan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan) {
    this.plan = plan;
  }

  /** Lines without anything that a terminal would obey. */
  public static String of(Plan plan) {
    PlanText written = new PlanText(plan);
    written.heading();
    written.refusals();
    written.changes();
    written.notLaid();
    written.end();
    return written.text.toString();
  }

  private void heading() {
    if (!plan.kubernetesVersion().isEmpty()) {
      line("Plan      Kubernetes by the tables of " + plan.kubernetesVersion());
    }
    if (plan.kubernetesVersion().isEmpty() && plan.files().isEmpty()) {
      line("Plan      nothing: no file was laid over a node");
    }
    for (Plan.Laid laid : plan.files()) {
      line(
          "Plan      "
              + laid.file()
              + " over "
              + laid.component()
              + " on "
              + on(laid.nodes())
              + as(laid.as()));
    }
    line(
        "Evidence  run "
            + plan.run()
            + " of the scan "
            + plan.scan().name()
            + ", "
            + plan.nodes()
            + " of "
            + plan.selected()
            + (plan.selected() == 1 ? " node" : " nodes"));
  }

  private static String as(Layer.Kind kind) {
    return switch (kind) {
      case MANIFEST -> "";
      case ARGUMENTS -> ", for the arguments that it sets; others stay as they are";
      case CONFIGURATION_FILE -> ", in the place of the configuration file";
      case FIELDS -> ", for the fields of the configuration file that it sets; others stay";
      case DROP_IN -> ", as a drop-in";
    };
  }

  private void refusals() {
    if (plan.refusals().isEmpty()) {
      return;
    }
    line("");
    line("REFUSES TO START");
    for (Plan.Refusal refusal : plan.refusals()) {
      line(
          "  "
              + refusal.component()
              + " "
              + refusal.version()
              + " on "
              + on(refusal.nodes())
              + (refusal.since() == Plan.Since.BEFORE ? ", as it would without the plan: " : ": ")
              + refusal.why());
      line("      " + refusal.file() + ":" + refusal.line());
    }
  }

  private void changes() {
    line("");
    line("CHANGES");
    if (plan.changes().isEmpty()) {
      line(
          plan.refusals().isEmpty()
              ? "  No control changes its status."
              : "  No control changes its status but those of what refuses to start.");
    }
    for (Plan.Change change : plan.changes()) {
      line(
          "  "
              + change.before()
              + " -> "
              + change.after()
              + "  "
              + (change.id().isEmpty() ? "" : change.id() + "  ")
              + change.control()
              + "  "
              + change.severity()
              + (change.nodes().isEmpty() ? "  in the cluster" : "  on " + on(change.nodes())));
      line("      " + change.message());
    }
  }

  private void notLaid() {
    if (plan.notLaid().isEmpty()) {
      return;
    }
    line("");
    line("NOT TAKEN INTO ACCOUNT");
    plan.notLaid().forEach(file -> line("  " + file.why()));
  }

  private void end() {
    line("");
    line(
        plan.unchanged()
            + (plan.unchanged() == 1 ? " control keeps its" : " controls keep their")
            + (plan.ofCluster() == 0
                ? " status on every node. Controls of the cluster's objects were not evaluated."
                : " status on every node, and in the cluster as its objects are now."));
  }

  private static String on(List<String> nodes) {
    return nodes.size()
        + (nodes.size() == 1 ? " node (" : " nodes (")
        + Listed.first(nodes, MAX_NODES)
        + ")";
  }

  private void line(String content) {
    text.append(ScreenText.safe(content.replaceAll("\\R\\s*", " "))).append('\n');
  }
}
