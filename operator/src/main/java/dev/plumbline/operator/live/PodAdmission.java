package dev.plumbline.operator.live;

import dev.plumbline.evidence.PodProperty;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.PodsOfNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which pods an API server admits, namespace by namespace. Each namespace costs one request for the
 * pod that every standard allows, and one for each of {@link PodQuestion#ALL} where that one is
 * admitted.
 */
final class PodAdmission {

  /** About 1800 requests, which the pace stretches over 45 seconds. */
  static final int MOST_NAMESPACES = 100;

  /** For all namespaces; webhooks may be slow. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Commonly exempt, so that others come first. */
  private static final Set<String> LAST = Set.of("kube-system", "kube-public", "kube-node-lease");

  private final DryRuns dryRuns;
  private final String image;
  private final LongSupplier nanoseconds;

  PodAdmission(DryRuns dryRuns, String image, LongSupplier nanoseconds) {
    this.dryRuns = dryRuns;
    this.image = image;
    this.nanoseconds = nanoseconds;
  }

  /**
   * One answer for each namespace that was asked about, and one for the rest.
   *
   * @param namespaces all of the cluster
   */
  List<Answered> of(List<String> namespaces) {
    long end = nanoseconds.getAsLong() + LIMIT.toNanos();
    List<String> inOrder =
        namespaces.stream()
            .sorted(
                Comparator.comparing((String name) -> LAST.contains(name))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    List<Answered> answers = new ArrayList<>();
    for (String namespace : inOrder) {
      if (answers.size() == MOST_NAMESPACES) {
        return with(answers, inOrder, "since it asks at most " + MOST_NAMESPACES + " namespaces");
      }
      if (isOver(end)) {
        return with(
            answers, inOrder, "since the others took " + LIMIT.toSeconds() + " seconds and more");
      }
      answers.add(new Answered("pods in the namespace " + namespace, answer(namespace, end)));
    }
    return answers;
  }

  private boolean isOver(long end) {
    return nanoseconds.getAsLong() - end > 0;
  }

  private static List<Answered> with(List<Answered> answers, List<String> all, String why) {
    int left = all.size() - answers.size();
    answers.add(
        new Answered("pods in " + left + " more namespaces", new None("was not asked, " + why)));
    return answers;
  }

  private Answer answer(String namespace, long end) {
    DryRunObject pod = DryRunObject.pod(namespace, image);
    try {
      if (dryRuns.create(pod) instanceof DryRuns.Refused) {
        return new None(
            "was refused for a pod that the Pod Security Standard restricted allows, so that no"
                + " other refusal proves anything");
      }
      return answer(pod, end);
    } catch (NoAnswer e) {
      return new None(e.why());
    }
  }

  private Answer answer(DryRunObject pod, long end) {
    Set<PodProperty> admitted = EnumSet.noneOf(PodProperty.class);
    Set<PodProperty> unknown = EnumSet.noneOf(PodProperty.class);
    for (PodQuestion question : PodQuestion.ALL) {
      try {
        if (isOver(end)) {
          throw new NoAnswer("was not asked");
        }
        if (dryRuns.create(question.of(pod)) instanceof DryRuns.Created created
            && question.isIn(created.object())) {
          admitted.addAll(question.properties());
        }
      } catch (NoAnswer e) {
        unknown.addAll(question.properties());
      }
    }
    Set<PodProperty> refused = EnumSet.allOf(PodProperty.class);
    refused.removeAll(admitted);
    refused.removeAll(unknown);
    return new PodsOfNamespace(pod.namespace(), List.copyOf(admitted), List.copyOf(refused));
  }
}
