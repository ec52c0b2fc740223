package dev.plumbline.engine.probe;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import dev.plumbline.evidence.ProbeAnswers.Status;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A requirement that answers of a running component tell about. Each is tested with what real
 * components answered.
 */
public enum ProbedRequirement {
  /** No authorizer allows what no rule allows. */
  AuthorizesExplicitly(Probe.Authorization),

  /** The Node authorizer, or what comes to the same, decides about nodes. */
  RestrictsNodes(Probe.NodeAuthorization),

  /** No request of the API server is anonymous. */
  RefusesAnonymousRequests(Probe.AnonymousRequests),

  /** The API server has no profiles. */
  ProfilingOff(Probe.Profiling),

  /** No request of the kubelet is anonymous. */
  KubeletRefusesAnonymousRequests(Probe.KubeletRequests),

  /** The kubelet does not allow everything. */
  KubeletAuthorizes(Probe.KubeletRequests),

  /** Likewise, of accounts that nothing gives a right. */
  KubeletForbidsWithoutRights(Probe.KubeletAuthorization),

  /** The kubelet answers at no port without authentication. */
  KubeletReadOnlyPortClosed(Probe.KubeletReadOnlyPort),

  /** Every pod pulls its images with credentials of its own. */
  AlwaysPullsImages(Probe.ImagePullAdmission),

  /** No Service has external IPs. */
  RefusesExternalIPs(Probe.ServiceAdmission);

  /** Of a request that was authenticated as system:anonymous, and allowed or forbidden. */
  private static final Set<Integer> ANONYMOUS =
      Set.of(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_FORBIDDEN);

  private static final Set<Integer> ALLOWED = Set.of(HttpURLConnection.HTTP_OK);

  /** How many answers of {@link Probe#Authorization} decide. */
  private static final int DECIDING = 3;

  private final Probe probe;

  ProbedRequirement(Probe probe) {
    this.probe = probe;
  }

  /** The probe whose answers tell. */
  public Probe probe() {
    return probe;
  }

  /**
   * Evaluates answers, as many as there are: whoever has not answered all has proved nothing, but
   * for what one answer proves by itself.
   */
  public ProbeOutcome outcome(ProbeAnswers answers) {
    List<Answered> all = answers.answers();
    if (all.isEmpty()) {
      return nothing(all, "was asked nothing");
    }
    return switch (this) {
      case AuthorizesExplicitly -> authorizesExplicitly(all);
      case RestrictsNodes -> restrictsNodes(all);
      case RefusesAnonymousRequests ->
          byStatus(
              all,
              ANONYMOUS,
              HttpURLConnection.HTTP_UNAUTHORIZED,
              new Sentences(
                  "The API server takes requests without credentials for anonymous ones, and not"
                      + " for unauthenticated ones",
                  "The API server refuses requests without credentials as unauthenticated",
                  "has not answered every question as an API server does"));
      case ProfilingOff ->
          byStatus(
              all,
              ALLOWED,
              HttpURLConnection.HTTP_NOT_FOUND,
              new Sentences(
                  "The API server serves profiles",
                  "The API server serves no profiles",
                  "has told neither that it serves profiles nor that it serves none"));
      case KubeletRefusesAnonymousRequests ->
          byStatus(
              all,
              ANONYMOUS,
              HttpURLConnection.HTTP_UNAUTHORIZED,
              new Sentences(
                  "The kubelet takes requests without credentials for anonymous ones",
                  "The kubelet refuses requests without credentials as unauthenticated",
                  "has not answered as a kubelet does"));
      case KubeletAuthorizes ->
          byStatus(
              all,
              ALLOWED,
              HttpURLConnection.HTTP_FORBIDDEN,
              new Sentences(
                  "The kubelet allows requests without credentials",
                  "The kubelet authenticates requests without credentials as anonymous ones and"
                      + " forbids them",
                  "was asked without credentials, and only an authenticated request is"
                      + " authorized"));
      case KubeletForbidsWithoutRights ->
          byStatus(
              all,
              ALLOWED,
              HttpURLConnection.HTTP_FORBIDDEN,
              new Sentences(
                  "The kubelet allows what an account has no right to",
                  "The kubelet forbids what an account has no right to",
                  "has not told whether it authorizes requests"));
      case KubeletReadOnlyPortClosed -> kubeletReadOnlyPortClosed(all);
      case AlwaysPullsImages, RefusesExternalIPs -> DryRuns.outcome(all);
    };
  }

  /**
   * The last question, whether every authenticated user may get any path, decides nothing: rules
   * for paths are of little consequence, and some clusters have one. It is told.
   */
  private static ProbeOutcome authorizesExplicitly(List<Answered> all) {
    List<Answered> allowed = all.stream().filter(one -> isDecided(one, true)).toList();
    if (all.subList(0, Math.min(all.size(), DECIDING)).stream().anyMatch(allowed::contains)) {
      return new ProbeOutcome.Violated(
          "Asked about a user who does not exist, the API server allows: "
              + questions(allowed)
              + ". So it allows this to everybody.");
    }
    return all.stream().allMatch(one -> one.answer() instanceof Decision)
        ? new ProbeOutcome.Met(
            "Asked about a user who does not exist, the API server does not allow to list all"
                + " Secrets."
                + (allowed.isEmpty() ? "" : " It allows: " + questions(allowed) + "."))
        : nothing(all, "has not answered every question");
  }

  /**
   * The first question is about the node's own Lease, the others about what is not the node's.
   * Where all is allowed, whether the Node authorizer is among those that allow it can't be told.
   */
  private static ProbeOutcome restrictsNodes(List<Answered> all) {
    List<Answered> others = all.subList(1, all.size());
    if (isDecided(all.get(0), false)) {
      return new ProbeOutcome.Violated(
          "Asked about a node, the API server does not allow: "
              + all.get(0).question()
              + ". So the Node authorizer does not decide about nodes.");
    }
    return !others.isEmpty()
            && isDecided(all.get(0), true)
            && others.stream().allMatch(one -> isDecided(one, false))
        ? new ProbeOutcome.Met(
            "Asked about a node, the API server allows it its own Lease, and no Secret of others.")
        : nothing(all, "has not answered as the Node authorizer alone does");
  }

  /** What is said of each outcome; of the first two, what follows is the answers. */
  private record Sentences(String violated, String met, String nothing) {}

  /**
   * Some statuses violate a requirement by themselves; to meet it, every answer has to be the one
   * that shows it.
   */
  private static ProbeOutcome byStatus(
      List<Answered> all, Set<Integer> violating, int meeting, Sentences sentences) {
    List<Answered> violations = all.stream().filter(one -> isOneOf(one, violating)).toList();
    if (!violations.isEmpty()) {
      return new ProbeOutcome.Violated(sentences.violated() + ": " + answers(violations) + ".");
    }
    return all.stream().allMatch(one -> isOneOf(one, Set.of(meeting)))
        ? new ProbeOutcome.Met(sentences.met() + ": " + answers(all) + ".")
        : nothing(all, sentences.nothing());
  }

  private static ProbeOutcome kubeletReadOnlyPortClosed(List<Answered> all) {
    // Whatever it answers, it is open.
    return all.stream().anyMatch(one -> one.answer() instanceof Status)
        ? new ProbeOutcome.Violated("The kubelet's read-only port is open: " + answers(all) + ".")
        : nothing(all, "does not answer, which a firewall may be the cause of");
  }

  static ProbeOutcome nothing(List<Answered> all, String otherwise) {
    String unanswered =
        all.stream()
            .flatMap(
                one ->
                    one.answer() instanceof ProbeAnswers.None none
                        ? Stream.of(one.question() + " " + none.why())
                        : Stream.of())
            .distinct()
            .collect(Collectors.joining("; "));
    String answered =
        all.stream()
            .filter(one -> !(one.answer() instanceof ProbeAnswers.None))
            .map(ProbedRequirement::answer)
            .collect(Collectors.joining(", "));
    return new ProbeOutcome.NothingProved(
        "It "
            + otherwise
            + (answered.isEmpty() ? "" : " (" + answered + ")")
            + (unanswered.isEmpty() ? "." : ": " + unanswered + "."));
  }

  private static boolean isDecided(Answered one, boolean allowed) {
    return one.answer() instanceof Decision decision && decision.allowed() == allowed;
  }

  private static boolean isOneOf(Answered one, Set<Integer> statuses) {
    return one.answer() instanceof Status status && statuses.contains(status.code());
  }

  private static String questions(List<Answered> some) {
    return some.stream().map(Answered::question).collect(Collectors.joining(", "));
  }

  private static String answers(List<Answered> some) {
    return some.stream().map(ProbedRequirement::answer).collect(Collectors.joining(", "));
  }

  private static String answer(Answered one) {
    if (one.answer() instanceof ProbeAnswers.Admission admission) {
      return one.question() + " " + DryRuns.words(admission.admitted());
    }
    if (one.answer() instanceof Status status) {
      return one.question() + " is answered with " + status.code();
    }
    return one.answer() instanceof Decision decision
        ? one.question() + " is " + (decision.allowed() ? "allowed" : "denied")
        : one.question() + " is not answered";
  }
}
