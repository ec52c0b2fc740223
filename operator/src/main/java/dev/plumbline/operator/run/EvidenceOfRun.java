package dev.plumbline.operator.run;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.run.EvidenceCollector.Evidence;
import dev.plumbline.operator.run.NodeDecision.Asked;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import io.fabric8.kubernetes.api.model.Node;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The evidence of one run, for one of its steps. */
final class EvidenceOfRun {

  private final RunStep.Target run;
  private final LiveAnswers.Asking asking;
  private final PodLogs logs;
  private final LiveAnswers answers;
  private final EvidenceStore store;
  private final ScanObjects objects;

  /** The digests of evidence that is stored. */
  private final Set<String> known;

  EvidenceOfRun(
      RunStep.Target run,
      LiveAnswers.Asking asking,
      EvidenceSources sources,
      EvidenceStore store,
      ScanObjects objects) {
    this.run = run;
    this.asking = asking;
    this.logs = sources.logs();
    this.answers = sources.answers();
    this.store = store;
    this.objects = objects;
    this.known = new HashSet<>(store.digests(run.scan()));
  }

  /** API servers that are on no node, and are asked beside the nodes. */
  sealed interface ApiServers {

    /** Where they are is still being read. */
    record Awaited() implements ApiServers {}

    record Known(List<NodeDecision.Ask> all) implements ApiServers {
      public Known {
        all = List.copyOf(all);
      }
    }

    /** Nobody asks, or where they are could not be read: what they answered before counts. */
    record NotAsked() implements ApiServers {}
  }

  /**
   * None for a scan that selects nodes, or that has no control about API servers. Where they could
   * not be read, the condition ControlPlaneObserved says so.
   */
  ApiServers apiServers() {
    if (!run.asksApiServers()) {
      return new ApiServers.Known(List.of());
    }
    if (!asking.wanted().asksApiServers()) {
      return new ApiServers.NotAsked();
    }
    LiveAnswers.Endpoints endpoints = answers.endpoints(asking);
    if (endpoints instanceof LiveAnswers.Endpoints.Known known) {
      return new ApiServers.Known(
          known.all().ofNone(objects.nodes()).stream().map(NodeDecision::ofApiServer).toList());
    }
    return endpoints instanceof LiveAnswers.Endpoints.Awaited
        ? new ApiServers.Awaited()
        : new ApiServers.NotAsked();
  }

  /** The evidence of a pod that has ended. */
  Evidence of(JobState.Succeeded succeeded, NodeTarget node, Instant now) {
    EvidenceLog.Receipt receipt =
        EvidenceLog.receipt(succeeded.terminationMessage(), run.id(), node);
    if (receipt instanceof EvidenceLog.Receipt.Invalid invalid) {
      return new Evidence.Unusable(invalid.why());
    }
    EvidenceLog.Receipt.Valid valid = (EvidenceLog.Receipt.Valid) receipt;
    LiveAnswers.Answer answer =
        asking.wanted().isEmpty()
            ? new LiveAnswers.Answer.None()
            : answers.ofNode(
                asking,
                succeeded.pod().getMetadata().getUid(),
                object(node).map(one -> new AskedNode(one, valid.receipt().kubeletCertificates())));
    if (answer instanceof LiveAnswers.Answer.Awaited) {
      return new Evidence.Awaited();
    }
    if (answer instanceof LiveAnswers.Answer.None && known.contains(valid.digest())) {
      // The same evidence is there already: nobody needs to read the log.
      return stored(node, valid.digest(), now);
    }
    PodLog log = logs.of(asking.scan(), succeeded.pod(), asking.whenRead());
    if (log instanceof PodLog.Reading) {
      return new Evidence.Awaited();
    }
    if (log instanceof PodLog.Unreadable unreadable) {
      return new Evidence.Unusable("the pod's log could not be read: " + unreadable.why());
    }
    EvidenceLog.Content content = EvidenceLog.read(valid, ((PodLog.Read) log).text());
    if (content instanceof EvidenceLog.Content.Unusable unusable) {
      return new Evidence.Unusable(unusable.why());
    }
    String json = ((EvidenceLog.Content.Whole) content).json();
    return answer instanceof LiveAnswers.Answer.Given given
        ? put(node, LiveEvidence.joined(json, given.reading()), now)
        : put(node, valid.digest(), json, now);
  }

  /** The evidence of who was asked, where no pod reads anything. */
  Evidence of(NodeDecision.Ask ask, Instant now) {
    NodeTarget target = ask.node();
    LiveAnswers.Answer answer =
        ask.asked() instanceof Asked.ApiServer apiServer
            ? answers.ofApiServer(asking, attempt(target), apiServer.endpoint())
            : answers.ofNode(
                asking,
                attempt(target),
                Optional.of(new AskedNode(((Asked.OfNode) ask.asked()).object(), List.of())));
    if (answer instanceof LiveAnswers.Answer.Awaited) {
      return new Evidence.Awaited();
    }
    return answer instanceof LiveAnswers.Answer.Given given
        ? put(target, LiveEvidence.alone(ask.asked(), given.reading()), now)
        : new Evidence.Unusable("its components could not be asked");
  }

  /**
   * What its answers are kept by, but for those that are kept by pods.
   *
   * @param stored the names of those whose results are stored
   */
  Stream<String> attempts(Set<String> stored) {
    Stream<NodeTarget> nodes =
        run.nodes().stream().filter(NodeDecision.Ask.class::isInstance).map(NodeDecision::node);
    Stream<NodeTarget> others =
        apiServers() instanceof ApiServers.Known known
            ? known.all().stream().map(NodeDecision::node)
            : Stream.empty();
    return Stream.concat(nodes, others)
        .filter(target -> !stored.contains(target.name()))
        .map(this::attempt);
  }

  private String attempt(NodeTarget target) {
    return run.id() + " " + target.uid();
  }

  private Optional<Node> object(NodeTarget target) {
    return objects.nodes().stream()
        .filter(node -> target.uid().equals(node.getMetadata().getUid()))
        .findFirst();
  }

  private Evidence put(NodeTarget node, String json, Instant now) {
    return put(node, EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8)), json, now);
  }

  private Evidence put(NodeTarget node, String digest, String json, Instant now) {
    if (store.putEvidence(run.scan(), digest, json) == EvidenceStore.Stored.NO_ROOM) {
      return new Evidence.NotStored(
          "the evidence of the scan's other nodes takes all the room that one scan has. Let"
              + " several scans select the nodes by spec.nodeSelector");
    }
    known.add(digest);
    return stored(node, digest, now);
  }

  private static Evidence.Stored stored(NodeTarget node, String digest, Instant now) {
    return new Evidence.Stored(
        new NodeResult.Collected(node, digest, now.truncatedTo(ChronoUnit.SECONDS).toString()));
  }
}
