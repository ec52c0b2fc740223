package dev.plumbline.report;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.evidence.PodProperty;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.PodsOfNamespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pods each namespace admits, as API servers have answered to dry runs: the lists {@code
 * admits} and {@code refuses} of a namespace, which have the names of {@link PodProperty}. What is
 * in neither is not known, and labels count there.
 */
final class PodAdmissionOfCluster {

  private static final InputRef NAMESPACES = InputRef.cluster("namespaces");

  /** What is said of Pod Security, for the messages of controls. */
  private static final InputRef SENTENCE = InputRef.cluster("podSecurity");

  /** Of a cluster with many namespaces that differ in what keeps them from an answer. */
  private static final int MOST_REASONS = 3;

  /** By the place where each API server was asked. */
  private final Map<String, List<Answered>> answers = new HashMap<>();

  private PodAdmissionOfCluster(Collection<ProbeAnswers> all) {
    all.stream()
        .filter(one -> one.probe() == Probe.PodAdmission)
        .forEach(one -> answers.put(one.place().file(), one.answers()));
  }

  /**
   * The cluster's objects, each namespace with what it admits and refuses.
   *
   * @param answers to all probes, of all nodes
   */
  static Facts applied(Facts cluster, Collection<ProbeAnswers> answers, ControlPlane controlPlane) {
    PodAdmissionOfCluster admission = new PodAdmissionOfCluster(answers);
    return admission.answers.isEmpty()
            || !(cluster.value(NAMESPACES).orElse(null) instanceof List<?> namespaces)
        ? cluster
        : admission.applied(cluster, namespaces, controlPlane);
  }

  private Facts applied(Facts cluster, List<?> namespaces, ControlPlane controlPlane) {
    List<Object> all = new ArrayList<>();
    int told = 0;
    for (Object namespace : namespaces) {
      Map<Object, Object> fields = new HashMap<>((Map<?, ?>) namespace);
      List<PodsOfNamespace> of = of(String.valueOf(fields.get("name")));
      // One that was not asked may admit what the others refuse.
      boolean whole = isWhole(of, controlPlane);
      told += whole ? 1 : 0;
      fields.put("admits", names(p -> of.stream().anyMatch(one -> one.admitted().contains(p))));
      fields.put(
          "refuses", names(p -> whole && of.stream().allMatch(one -> one.refused().contains(p))));
      all.add(fields);
    }
    String before = cluster.value(SENTENCE).map(String::valueOf).orElse("");
    return cluster
        .with(NAMESPACES, Fact.explicit(all))
        .with(
            SENTENCE,
            Fact.explicit(
                Stream.of(before, sentence(told, namespaces.size()))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(" "))));
  }

  private boolean isWhole(List<PodsOfNamespace> of, ControlPlane controlPlane) {
    return of.size() == answers.size()
        && controlPlane.apiServersKnown().orElse(Integer.MAX_VALUE) <= answers.size();
  }

  private List<PodsOfNamespace> of(String namespace) {
    return answers.values().stream()
        .flatMap(List::stream)
        .map(Answered::answer)
        .flatMap(one -> one instanceof PodsOfNamespace pods ? Stream.of(pods) : Stream.empty())
        .filter(pods -> pods.namespace().equals(namespace))
        .toList();
  }

  private static List<String> names(Predicate<PodProperty> which) {
    return Stream.of(PodProperty.values()).filter(which).map(PodProperty::name).toList();
  }

  private String sentence(int told, int namespaces) {
    Set<String> reasons = new LinkedHashSet<>();
    for (List<Answered> one : answers.values()) {
      one.forEach(
          answered -> {
            if (answered.answer() instanceof None none) {
              reasons.add(answered.question() + " " + none.why());
            }
          });
    }
    String others = reasons.stream().sorted().limit(MOST_REASONS).collect(Collectors.joining("; "));
    int more = reasons.size() - MOST_REASONS;
    return "Asked by dry runs, API servers have answered what "
        + told
        + " of "
        + namespaces
        + " namespaces admit"
        + (told == namespaces ? "" : "; elsewhere labels count")
        + (others.isEmpty() ? "." : ": " + others + (more > 0 ? "; and " + more + " more." : "."));
  }
}
