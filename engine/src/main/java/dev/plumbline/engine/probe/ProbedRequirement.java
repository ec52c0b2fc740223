package dev.plumbline.engine.probe;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Status;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /** The oldest TLS that the API server accepts is among the control's {@code versions}. */
  AcceptsAllowedTls(Probe.ApiServerTls),

  /** The API server accepts no cipher suite but the control's {@code suites}, or TLS 1.3 alone. */
  AcceptsStrongSuites(Probe.ApiServerTls),

  /** Likewise the kubelet. */
  KubeletAcceptsStrongSuites(Probe.KubeletTls),

  /** The oldest TLS that etcd accepts is among the control's {@code versions}. */
  EtcdAcceptsAllowedTls(Probe.EtcdTls),

  /** etcd accepts no cipher suite but the control's {@code suites}, or TLS 1.3 alone. */
  EtcdAcceptsStrongSuites(Probe.EtcdTls),

  /** No client of etcd is let in without a certificate. */
  EtcdRequiresClientCertificates(Probe.EtcdClientRequests),

  /** No peer of etcd is. */
  EtcdRequiresPeerCertificates(Probe.EtcdPeerRequests),

  /** The controller manager can't be reached from other nodes. */
  ControllerManagerNotReachable(Probe.ControllerManagerPort),

  /** The scheduler can't. */
  SchedulerNotReachable(Probe.SchedulerPort),

  /** The metrics of kube-proxy can't. */
  KubeProxyMetricsNotReachable(Probe.KubeProxyMetrics),

  /** Every pod pulls its images with credentials of its own. */
  AlwaysPullsImages(Probe.ImagePullAdmission),

  /** No Service has external IPs. */
  RefusesExternalIPs(Probe.ServiceAdmission);

  /** Of a request that was authenticated as system:anonymous, and allowed or forbidden. */
  private static final Set<Integer> ANONYMOUS =
      Set.of(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_FORBIDDEN);

  private static final Set<Integer> ALLOWED = Set.of(HttpURLConnection.HTTP_OK);

  /** Whatever the status, somebody has answered. */
  private static final Set<Integer> ANY =
      IntStream.range(100, 600).boxed().collect(Collectors.toUnmodifiableSet());

  private static final String REACHED =
      " answers at the address of the node, and so is not bound to a loopback address alone";

  private static final String NOT_REACHED =
      "does not answer as the component does, of which a firewall may be the cause";

  private static final String NO_CERTIFICATE =
      "has answered no request without a client certificate, which the flag for the file of an"
          + " authority brings about by itself";

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
   *
   * @param parameters of the control that is evaluated, by name
   */
  public ProbeOutcome outcome(ProbeAnswers answers, Map<String, ?> parameters) {
    List<Answered> all = answers.answers();
    if (all.isEmpty()) {
      return AnswerWords.nothing(all, "was asked nothing");
    }
    return switch (this) {
      case AuthorizesExplicitly -> new Decisions(all).authorizesExplicitly();
      case RestrictsNodes -> new Decisions(all).restrictsNodes();
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
      case KubeletReadOnlyPortClosed ->
          answered(
              all,
              ANY,
              "The kubelet's read-only port is open",
              "does not answer, which a firewall may be the cause of");
      case AcceptsAllowedTls ->
          new Handshakes("The API server", all).versions(parameters.get("versions"));
      case EtcdAcceptsAllowedTls ->
          new Handshakes("etcd", all).versions(parameters.get("versions"));
      case AcceptsStrongSuites ->
          new Handshakes("The API server", all).suites(parameters.get("suites"));
      case KubeletAcceptsStrongSuites ->
          new Handshakes("The kubelet", all).suites(parameters.get("suites"));
      case EtcdAcceptsStrongSuites -> new Handshakes("etcd", all).suites(parameters.get("suites"));
      case EtcdRequiresClientCertificates ->
          answered(all, ALLOWED, "etcd answers clients without a certificate", NO_CERTIFICATE);
      case EtcdRequiresPeerCertificates ->
          answered(all, ALLOWED, "etcd answers peers without a certificate", NO_CERTIFICATE);
      case ControllerManagerNotReachable ->
          answered(all, ANONYMOUS, "The controller manager" + REACHED, NOT_REACHED);
      case SchedulerNotReachable ->
          answered(all, ANONYMOUS, "The scheduler" + REACHED, NOT_REACHED);
      case KubeProxyMetricsNotReachable ->
          answered(all, ALLOWED, "kube-proxy's metrics port" + REACHED, NOT_REACHED);
      case AlwaysPullsImages, RefusesExternalIPs -> DryRuns.outcome(all);
    };
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
      return new ProbeOutcome.Violated(
          sentences.violated() + ": " + AnswerWords.answers(violations) + ".");
    }
    return all.stream().allMatch(one -> isOneOf(one, Set.of(meeting)))
        ? new ProbeOutcome.Met(sentences.met() + ": " + AnswerWords.answers(all) + ".")
        : AnswerWords.nothing(all, sentences.nothing());
  }

  /** Some statuses violate a requirement by themselves, and nothing shows that it is met. */
  private static ProbeOutcome answered(
      List<Answered> all, Set<Integer> violating, String violated, String nothing) {
    List<Answered> violations = all.stream().filter(one -> isOneOf(one, violating)).toList();
    return violations.isEmpty()
        ? AnswerWords.nothing(all, nothing)
        : new ProbeOutcome.Violated(violated + ": " + AnswerWords.answers(violations) + ".");
  }

  private static boolean isOneOf(Answered one, Set<Integer> statuses) {
    return one.answer() instanceof Status status && statuses.contains(status.code());
  }
}
