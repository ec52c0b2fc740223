package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.PodSecurity;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the evidence of nodes comes to. Evidence is evaluated as it is added and not kept, so that
 * memory grows with the findings that differ, and not with the nodes.
 */
final class NodesObserved {

  private final List<Control> controls;
  private final Evaluation engine;

  private final List<NodeFindings> findings = new ArrayList<>();
  private final Map<FindingKey, Finding> distinct = new HashMap<>();
  private final Set<PodSecurity> podSecurity = new LinkedHashSet<>();
  private final List<ProbeAnswers> probes = new ArrayList<>();
  private final Set<Map<String, Release>> releases = new LinkedHashSet<>();
  private final Set<String> apiServers = new HashSet<>();
  private final Set<String> apiServersOfNoNode = new HashSet<>();

  NodesObserved(List<Control> controls, Evaluation engine) {
    this.controls = List.copyOf(controls);
    this.engine = engine;
  }

  /** Evidence to findings; {@link Engine#evaluate} but for tests. */
  interface Evaluation {
    Map<Control, Finding> evaluate(Evidence evidence, ReleaseHints hints);
  }

  /** A node's evidence is not trusted: whatever it does to its evaluation stays that node's. */
  void add(NodeReading.Collected read) {
    Map<Control, Finding> found = Collections.unmodifiableMap(evaluated(read));
    read.nodes().forEach(node -> findings.add(new NodeFindings(node, found)));
    if (ControlPlane.hasApiServer(read.evidence().components())) {
      boolean ofNode = read.evidence().scope().origin() != Scope.Origin.API_SERVER_ENDPOINT;
      (ofNode ? apiServers : apiServersOfNoNode).addAll(read.nodes());
      podSecurity.addAll(podSecurity(read));
    }
    read.evidence().probes().stream()
        .filter(answers -> answers.probe().component().equals("kube-apiserver"))
        .forEach(probes::add);
    releases.add(releases(read));
  }

  private Map<Control, Finding> evaluated(NodeReading.Collected read) {
    try {
      Map<Control, Finding> found = new HashMap<>();
      engine
          .evaluate(read.evidence(), read.hints())
          .forEach(
              (control, finding) ->
                  found.put(
                      control, distinct.computeIfAbsent(FindingKey.of(finding), key -> finding)));
      return found;
    } catch (RuntimeException | StackOverflowError e) {
      return error(
          Reason.EvidenceUnavailable,
          "The node's evidence could not be evaluated: " + fault(e) + ".",
          controls);
    }
  }

  private static List<PodSecurity> podSecurity(NodeReading.Collected read) {
    try {
      return PodSecurity.of(read.evidence(), read.hints());
    } catch (RuntimeException | StackOverflowError e) {
      // It may at most leave open what is enforced.
      return List.of(
          new PodSecurity.Undetermined(
              "the evidence of the node " + read.nodes().get(0) + " could not be evaluated"));
    }
  }

  private static Map<String, Release> releases(NodeReading.Collected read) {
    try {
      return Engine.releases(read.evidence(), read.hints());
    } catch (RuntimeException | StackOverflowError e) {
      // Its findings are Errors already.
      return Map.of();
    }
  }

  /** Without the exception's message, which may repeat the node's files. */
  private static String fault(Throwable e) {
    String name = e.getClass().getSimpleName();
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0
        ? name
        : name + " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
  }

  /** The same Error for each control that is about nodes. */
  static Map<Control, Finding> error(Reason reason, String message, List<Control> controls) {
    Finding finding = Finding.of(Status.Error, reason, message, List.of());
    Map<Control, Finding> all = new LinkedHashMap<>();
    controls.stream()
        .filter(control -> !control.isOfCluster())
        .forEach(control -> all.put(control, finding));
    return all;
  }

  List<NodeFindings> findings() {
    return List.copyOf(findings);
  }

  /** What the API servers enforce, each differing answer once. */
  Set<PodSecurity> podSecurity() {
    return podSecurity;
  }

  /** What API servers answered to probes. */
  List<ProbeAnswers> probes() {
    return probes;
  }

  /** Of how many API servers there is evidence. */
  ApiServersObserved apiServers() {
    return new ApiServersObserved(apiServers.size(), apiServersOfNoNode.size());
  }

  ReleasesEvaluated releases() {
    return ReleasesEvaluated.of(releases.stream());
  }
}
