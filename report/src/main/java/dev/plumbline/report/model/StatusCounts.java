package dev.plumbline.report.model;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many of some controls or findings have each status.
 *
 * @param counts without an entry for a status that none has
 */
public record StatusCounts(Map<Status, Integer> counts) {

  public StatusCounts {
    counts = Map.copyOf(counts);
  }

  /** Those of controls. */
  public static StatusCounts of(Collection<ControlResult> controls) {
    return ofEach(controls.stream().map(ControlResult::status));
  }

  /** Those of anything else that has a status. */
  public static StatusCounts ofEach(Stream<Status> statuses) {
    return new StatusCounts(
        statuses.collect(
            Collectors.toMap(
                status -> status, status -> 1, Integer::sum, () -> new EnumMap<>(Status.class))));
  }

  /** How many have one of these. */
  public int of(Status... wanted) {
    return Stream.of(wanted).mapToInt(status -> counts.getOrDefault(status, 0)).sum();
  }

  /** How many there are. */
  public int total() {
    return of(Status.values());
  }
}
