package dev.plumbline.operator.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Admission;
import dev.plumbline.evidence.ProbeAnswers.Admitted;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.LiveReader.Wanted;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The probes of what an API server admits: dry runs, as an account that may send nothing else. */
public final class AdmissionProbes {

  /** Of all dry runs together: a policy engine decides about each. */
  private static final Duration BETWEEN = Duration.ofMillis(25);

  private static final String PULL_POLICY = "imagePullPolicy";

  private final ApiServerIdentity identity;
  private final AccountTokens tokens;
  private final String image;
  private final Supplier<List<String>> namespaces;
  private final Pace pace = new Pace(BETWEEN, System::nanoTime, LockSupport::parkNanos);

  /**
   * Takes what to ask with.
   *
   * @param image of pods that are never created
   * @param namespaces of the cluster, by name
   */
  AdmissionProbes(
      ApiServerIdentity identity,
      AccountTokens tokens,
      String image,
      Supplier<List<String>> namespaces) {
    this.identity = identity;
    this.tokens = tokens;
    this.image = image;
    this.namespaces = namespaces;
  }

  /**
   * Those of a cluster.
   *
   * @param config the operator's own, for the cluster's authority alone
   * @param client whose requests end in a bounded time
   * @param namespace the operator's own
   * @param image the operator's own
   */
  public static AdmissionProbes of(
      Config config, KubernetesClient client, String namespace, String image) {
    return new AdmissionProbes(
        new ApiServerIdentity(config, ApiServerIdentity.LIMIT),
        new AccountTokens(
            new AccountTokens.Account(DryRuns.ACCOUNT, DryRuns.INSTALLATION),
            AccountTokens.requested(client, namespace, DryRuns.ACCOUNT),
            System::nanoTime),
        image,
        () -> NamespaceNames.read(client));
  }

  /**
   * Those of one API server, with a token that does not end.
   *
   * @param config for the server's authority alone
   */
  public static List<ProbeAnswers> read(
      Config config, String token, List<String> namespaces, ApiEndpoint endpoint) {
    AdmissionProbes probes =
        new AdmissionProbes(
            new ApiServerIdentity(config, ApiServerIdentity.LIMIT),
            new AccountTokens(
                new AccountTokens.Account(DryRuns.ACCOUNT, DryRuns.INSTALLATION),
                () -> token,
                System::nanoTime),
            "plumbline:dev",
            () -> namespaces);
    return Stream.of(Probe.values())
        .filter(Probe::isOnRequest)
        .map(probe -> probes.ask(probe, endpoint))
        .toList();
  }

  /** The answers to those of a scan's probes that are asked in this way. */
  public List<ProbeAnswers> read(ApiEndpoint endpoint, Wanted wanted) {
    return Stream.of(Probe.values())
        .filter(Probe::isOnRequest)
        .filter(wanted.probes()::contains)
        .map(probe -> ask(probe, endpoint))
        .toList();
  }

  private ProbeAnswers ask(Probe probe, ApiEndpoint endpoint) {
    DryRuns dryRuns = new DryRuns(identity, tokens, pace, endpoint);
    String path =
        probe == Probe.ServiceAdmission
            ? DryRunObject.service().path()
            : DryRunObject.pod(DryRunObject.NAMESPACE, image).path();
    return new ProbeAnswers(
        probe, SourceLocation.line(endpoint.url(path), 1), answers(probe, dryRuns));
  }

  private List<Answered> answers(Probe probe, DryRuns dryRuns) {
    try {
      dryRuns.requirePolicy();
      return switch (probe) {
        case ImagePullAdmission -> imagePull(dryRuns);
        case ServiceAdmission ->
            List.of(
                ask("Service without external IPs", DryRunObject.service(), s -> true, dryRuns),
                ask(
                    "Service with an external IP",
                    DryRunObject.serviceWithExternalIp(),
                    service -> !service.path("spec").path("externalIPs").isEmpty(),
                    dryRuns));
        default -> new PodAdmission(dryRuns, image, System::nanoTime).of(namespaces.get());
      };
    } catch (NoAnswer e) {
      return List.of(new Answered("dry run", new None(e.why())));
    } catch (KubernetesClientException e) {
      return List.of(
          new Answered("dry run", new None("was not asked, since no namespaces were listed")));
    }
  }

  private List<Answered> imagePull(DryRuns dryRuns) {
    DryRunObject always = DryRunObject.pod(DryRunObject.NAMESPACE, image);
    DryRunObject present = DryRunObject.pod(DryRunObject.NAMESPACE, image);
    ((ObjectNode) DryRunObject.container(present.json())).put(PULL_POLICY, "IfNotPresent");
    return List.of(
        ask("pod with imagePullPolicy Always", always, pod -> true, dryRuns),
        ask(
            "pod with imagePullPolicy IfNotPresent",
            present,
            pod -> !DryRunObject.container(pod).path(PULL_POLICY).asText("").equals("Always"),
            dryRuns));
  }

  /**
   * @param has whether an object that came back has what was asked about
   */
  private static Answered ask(
      String question, DryRunObject object, Predicate<JsonNode> has, DryRuns dryRuns) {
    return new Answered(question, answer(object, has, dryRuns));
  }

  private static Answer answer(DryRunObject object, Predicate<JsonNode> has, DryRuns dryRuns) {
    try {
      if (dryRuns.create(object) instanceof DryRuns.Created created) {
        return new Admission(has.test(created.object()) ? Admitted.With : Admitted.Without);
      }
      return new Admission(Admitted.Refused);
    } catch (NoAnswer e) {
      return new None(e.why());
    }
  }
}
