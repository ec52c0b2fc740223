package dev.plumbline.report.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.bundle.BundleIndex;
import java.util.List;

/**
 * What a plan comes to: what changes, and what could not be taken into account.
 *
 * @param kind {@link #KIND}
 * @param kubernetesVersion the release that was evaluated by, with the patch release whose table
 *     was used; empty when each component was evaluated by its own
 * @param scan whose evidence it is
 * @param run the run that the evidence was collected for
 * @param nodes how many nodes were evaluated
 * @param selected how many nodes the scan selects
 * @param files the files that were laid over nodes
 * @param refusals components that refuse to start
 * @param changes controls whose status differs, worst first
 * @param notLaid files that were not taken into account
 * @param unchanged how many controls keep their status on every node, and in the cluster
 * @param ofCluster how many of all controls are about the cluster's objects; 0 where the bundle
 *     does not hold these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
    String kind,
    String kubernetesVersion,
    BundleIndex.Scan scan,
    String run,
    int nodes,
    int selected,
    List<Laid> files,
    List<Refusal> refusals,
    List<Change> changes,
    List<Overlay.NotLaid> notLaid,
    int unchanged,
    int ofCluster) {

  public static final String KIND = "Plan";

  public Plan {
    files = List.copyOf(files);
    refusals = List.copyOf(refusals);
    changes = List.copyOf(changes);
    notLaid = List.copyOf(notLaid);
  }

  /**
   * A file that was laid over a component.
   *
   * @param as what it takes the place of
   */
  public record Laid(String file, String component, Layer.Kind as, List<String> nodes) {}

  /** Since when a component refuses to start. */
  public enum Since {
    /** With the plan. */
    PLAN,
    /** It would not start again as it is either. */
    BEFORE
  }

  /**
   * A component that exits at once with the arguments that it would have.
   *
   * @param version the release that refuses them
   * @param why a phrase
   * @param file where the argument is
   * @param line from 1
   */
  public record Refusal(
      String component,
      String version,
      String why,
      String file,
      int line,
      Since since,
      List<String> nodes) {}

  /**
   * A control with another status than now.
   *
   * @param id its number in the first benchmark; empty when it has none there
   * @param message of the finding that it would have
   * @param nodes where it would have it; empty for a control about the cluster's objects
   */
  public record Change(
      String id,
      String control,
      String title,
      Severity severity,
      Status before,
      Status after,
      String message,
      List<String> nodes) {}
}
