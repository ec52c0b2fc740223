package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Scope;
import java.util.List;
import java.util.function.Supplier;

/**
 * A subject of which nothing is known but what running components answer. What they do not answer
 * about, only a pod on the node could tell: it is not known, and so never met.
 *
 * @param subject has every component that was asked, whether it answered or not
 */
record OfEndpoints(Subject subject) {

  private static final String API_SERVER = "kube-apiserver";

  private static final String REMEDY =
      " A pod on the node can tell: add Node to spec.sources, where such pods may run.";

  private static final String HOST =
      " The API server is on no node of this cluster: run plumbline check where its files are.";

  /**
   * The finding of a control.
   *
   * @param readsFiles whether the control is about where and how files lie
   * @param answered what the answers come to
   */
  Finding finding(boolean readsFiles, Supplier<Finding> answered) {
    if (isAbsentApiServer()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.NotOnThisNode,
          "No API server of the Service default/kubernetes has an address of this node.",
          List.of());
    }
    if (readsFiles) {
      return onlyOnNode("Running components do not answer about the files of their node.");
    }
    Finding finding = answered.get();
    boolean wasAsked = !subject.instances().isEmpty();
    if (finding.status() != Status.Error) {
      return finding;
    }
    return wasAsked
        ? finding.saying(finding.message() + remedy())
        : onlyOnNode("The operator cannot ask " + subject.name() + " for its configuration.");
  }

  private Finding onlyOnNode(String why) {
    return Finding.of(Status.Error, Reason.NodePodNeeded, why + remedy(), List.of());
  }

  private String remedy() {
    return subject.inspected().scope().origin() == Scope.Origin.API_SERVER_ENDPOINT ? HOST : REMEDY;
  }

  /** One whose endpoint is not known has a problem. */
  private boolean isAbsentApiServer() {
    return subject.name().equals(API_SERVER)
        && subject.instances().isEmpty()
        && subject.problems().isEmpty();
  }
}
