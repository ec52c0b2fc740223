package dev.plumbline.operator.run;

import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gets the evidence of pods that have ended, and of components that were asked, into the store. */
final class EvidenceCollector {

  private final EvidenceStore store;
  private final EvidenceSources sources;
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
    this.sources = sources;
    this.objects = objects;
    this.reconcileAgain = reconcileAgain;
  }

  /** What has become of evidence. */
  sealed interface Evidence {

    /** The pod's log is still being read, or components have not answered yet. */
    record Awaited() implements Evidence {}

    /** It is stored, and no node refers to it yet. */
    record Stored(NodeResult.Collected result) implements Evidence {}

    record Unusable(String why) implements Evidence {}

    /** It is whole, and the scan's evidence takes all the room that a scan has. */
    record NotStored(String why) implements Evidence {}
  }

  /**
   * For one step of a run.
   *
   * @param pods the scan's
   * @param stored the names of the nodes whose results are stored: their answers are needed no more
   */
  EvidenceOfRun of(RunStep.Target run, Collection<Pod> pods, Set<String> stored) {
    String scan = run.scan().getMetadata().getUid();
    Set<String> uids =
        pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    sources.logs().retain(scan, uids);
    ResourceID id = ResourceID.fromResource(run.scan());
    Runnable again = () -> reconcileAgain.accept(id);
    EvidenceOfRun evidence =
        new EvidenceOfRun(
            run,
            new LiveAnswers.Asking(scan, run.id(), wanted(run.scan().getSpec()), again),
            sources,
            store,
            objects);
    sources
        .answers()
        .retain(
            scan,
            Stream.concat(uids.stream(), evidence.attempts(stored)).collect(Collectors.toSet()));
    return evidence;
  }

  /** Forgets what it has read for scans that are no more. */
  void retain(Set<String> scans) {
    sources.answers().retainScans(scans);
  }

  /** A scan that is suspended asks nobody but who has to read a node. */
  private static Wanted wanted(ComplianceScanSpec spec) {
    return spec.suspended()
        ? new Wanted(false, Set.of(), spec.readsNodes())
        : new Wanted(spec.readsLive(), spec.asksProbes(), spec.readsNodes());
  }
}
