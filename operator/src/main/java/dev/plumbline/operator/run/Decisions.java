package dev.plumbline.operator.run;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What a scan is to do now, by all that it depends on. */
final class Decisions {

  private static final Logger LOG = LogManager.getLogger(Decisions.class);

  /** More nodes than these are counted and not named. */
  private static final int MAX_NAMED = 5;

  private final NodeSelector selector;
  private final WrittenReports written;
  private final EvidenceStore store;
  private final ScanObjects objects;
  private final Restarts restarts;

  Decisions(
      NodeSelector selector,
      WrittenReports written,
      EvidenceStore store,
      ScanObjects objects,
      Restarts restarts) {
    this.selector = selector;
    this.written = written;
    this.store = store;
    this.objects = objects;
    this.restarts = restarts;
  }

  /**
   * Decides.
   *
   * @param nodes those that the scan selects
   * @param rulesDigest the rules that an evaluation would use now
   */
  RunDecision of(
      ComplianceScan scan,
      ResolvedScan.Valid resolved,
      StaticPods.Snapshot pods,
      List<NodeDecision> nodes,
      String rulesDigest,
      Instant now) {
    RunDecision decision =
        RunDecision.of(
                scan,
                resolved,
                new RunDecision.Circumstances(
                    now, pods, restarts.apiServers(scan, now), rulesDigest))
            .unlessUpToDate(run -> selector.haveChanged(scan, nodes, store.results(scan, run.id())))
            .unlessUpToDate(run -> ScanConditions.wasBlocked(scan) || written.wereChanged(scan));
    return decision instanceof RunDecision.Idle idle
        ? readAgain(scan, idle, nodes, now)
            .orCompare(scan, objects.clusterChanges().due(scan, resolved), now)
        : decision;
  }

  /**
   * Of nodes whose kubelet was restarted nothing counts any more, so that they are read like nodes
   * that have joined. One that still has a Job of the run is looked at later: what the Job has read
   * would count as new.
   */
  private RunDecision readAgain(
      ComplianceScan scan, RunDecision.Idle idle, List<NodeDecision> nodes, Instant now) {
    Run run = idle.run();
    Set<String> old =
        new TreeSet<>(restarts.readBefore(scan, nodes, store.results(scan, run.id()), now));
    if (old.isEmpty()) {
      return idle;
    }
    old.removeAll(
        objects.jobs(scan).stream()
            .filter(job -> NodeJobs.isOf(run.id(), job))
            .map(ScanOwnership::node)
            .collect(Collectors.toSet()));
    if (old.isEmpty()) {
      return idle;
    }
    LOG.info(
        "{}: read again, since their kubelets were restarted: {}",
        scan.getMetadata().getName(),
        Listed.first(List.copyOf(old), MAX_NAMED, ", "));
    store.forget(scan, old);
    return new RunDecision.Reevaluate(run);
  }
}
