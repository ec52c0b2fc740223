package dev.plumbline.operator.run;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Gets the evidence of pods that have ended into the store. */
final class EvidenceCollector {

  private final EvidenceStore store;
  private final PodLogs logs;
  private final LiveAnswers answers;
  private final ScanObjects objects;
  private final Consumer<ResourceID> reconcileAgain;

  /**
   * Takes where to read and to write.
   *
   * @param reconcileAgain is called with the scan when a log or an answer has arrived
   */
  EvidenceCollector(
      EvidenceStore store,
      EvidenceSources sources,
      ScanObjects objects,
      Consumer<ResourceID> reconcileAgain) {
    this.store = store;
    this.logs = sources.logs();
    this.answers = sources.answers();
    this.objects = objects;
    this.reconcileAgain = reconcileAgain;
  }

  /** What has become of a node's evidence. */
  sealed interface Evidence {

    /** The pod's log is still being read. */
    record Awaited() implements Evidence {}

    /** It is stored, and no node refers to it yet. */
    record Stored(NodeResult.Collected result) implements Evidence {}

    record Unusable(String why) implements Evidence {}

    /** It is whole, and the scan's evidence takes all the room that a scan has. */
    record NotStored(String why) implements Evidence {}
  }

  /** For one step of a run. */
  OfRun of(RunStep.Target run, Collection<Pod> pods) {
    String scan = run.scan().getMetadata().getUid();
    Set<String> uids =
        pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    logs.retain(scan, uids);
    answers.retain(scan, uids);
    Wanted wanted = wanted(run.scan().getSpec());
    Set<String> known = new HashSet<>(store.digests(run.scan()));
    ResourceID id = ResourceID.fromResource(run.scan());
    return (succeeded, node, now) -> {
      EvidenceLog.Receipt receipt =
          EvidenceLog.receipt(succeeded.terminationMessage(), run.id(), node);
      if (receipt instanceof EvidenceLog.Receipt.Invalid invalid) {
        return new Evidence.Unusable(invalid.why());
      }
      EvidenceLog.Receipt.Valid valid = (EvidenceLog.Receipt.Valid) receipt;
      LiveAnswers.Answer answer =
          wanted.isEmpty()
              ? new LiveAnswers.Answer.None()
              : answers.of(
                  scan,
                  run.id(),
                  succeeded.pod().getMetadata().getUid(),
                  object(node)
                      .map(found -> new AskedNode(found, valid.receipt().kubeletCertificates())),
                  wanted,
                  () -> reconcileAgain.accept(id));
      if (answer instanceof LiveAnswers.Answer.Awaited) {
        return new Evidence.Awaited();
      }
      if (answer instanceof LiveAnswers.Answer.None && known.contains(valid.digest())) {
        // The same evidence is there already: nobody needs to read the log.
        return stored(node, valid.digest(), now);
      }
      PodLog log = logs.of(scan, succeeded.pod(), () -> reconcileAgain.accept(id));
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
      String digest = valid.digest();
      if (answer instanceof LiveAnswers.Answer.Given given) {
        json = LiveEvidence.joined(json, given.reading());
        digest = EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
      }
      if (store.putEvidence(run.scan(), digest, json) == EvidenceStore.Stored.NO_ROOM) {
        return new Evidence.NotStored(
            "the evidence of the scan's other nodes takes all the room that one scan has. Let"
                + " several scans select the nodes by spec.nodeSelector");
      }
      known.add(digest);
      return stored(node, digest, now);
    };
  }

  /** A scan that is suspended asks nobody but who has to read a node. */
  private static Wanted wanted(ComplianceScanSpec spec) {
    return spec.suspended()
        ? new Wanted(false, Set.of())
        : new Wanted(spec.readsLive(), spec.asksProbes());
  }

  private Optional<Node> object(NodeTarget target) {
    return objects.nodes().stream()
        .filter(node -> target.uid().equals(node.getMetadata().getUid()))
        .findFirst();
  }

  private static Evidence.Stored stored(NodeTarget node, String digest, Instant now) {
    return new Evidence.Stored(
        new NodeResult.Collected(node, digest, now.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  /** The evidence of one pod that has ended. */
  interface OfRun {
    Evidence of(JobState.Succeeded pod, NodeTarget node, Instant now);
  }
}
