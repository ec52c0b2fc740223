package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Selection;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterChangesTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private final MovedClock clock = new MovedClock();
  private final ClusterChanges changes = new ClusterChanges(clock);

  private static ComplianceScan scan(String uid) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName(uid).withUid(uid).build());
    return scan;
  }

  private static ResolvedScan.Valid about(String control) {
    Selection.Chosen chosen =
        (Selection.Chosen)
            Selection.of(CATALOGUE, Optional.of("cis-2.0"), List.of(control), List.of());
    return new ResolvedScan.Valid(
        List.of(chosen), Optional.empty(), Duration.ofMinutes(5), Approvals.none());
  }

  private Optional<Instant> due(String uid) {
    return changes.due(scan(uid), about("rbac-cluster-admin-restricted"));
  }

  @Test
  void nothingIsDueBeforeAChange() {
    assertThat(due("a")).isEmpty();
  }

  @Test
  void changesThatComeTogetherAreEvaluatedTogetherAndSoon() {
    assertThat(changes.noticed("a")).isTrue();
    clock.passed(Duration.ofSeconds(3));
    assertThat(changes.noticed("a")).isFalse();
    assertThat(due("a")).contains(MockCluster.NOW.plus(ClusterChanges.DEBOUNCE));
    assertThat(due("b")).isEmpty();
  }

  @Test
  void clusterThatChangesAllTheTimeIsEvaluatedOnceInAWhile() {
    changes.noticed("a");
    changes.evaluated(scan("a"));
    assertThat(due("a")).isEmpty();
    clock.passed(Duration.ofSeconds(1));
    assertThat(changes.noticed("a")).isTrue();
    assertThat(due("a")).contains(MockCluster.NOW.plus(ClusterChanges.AT_MOST_EVERY));
  }

  @Test
  void verdictFollowsWithinAMinute() {
    assertThat(ClusterChanges.AT_MOST_EVERY.plus(ClusterChanges.DEBOUNCE))
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void scanWithoutControlsOfTheClusterHasNothingToFollow() {
    changes.noticed("a");
    assertThat(changes.due(scan("a"), about("1.2.6"))).isEmpty();
  }

  @Test
  void clockThatIsSetBackPutsNothingOff() {
    clock.passed(Duration.ofHours(1));
    changes.evaluated(scan("a"));
    changes.noticed("a");
    clock.passed(Duration.ZERO);
    assertThat(due("a").orElseThrow()).isBefore(MockCluster.NOW);
  }

  @Test
  void deletedScansAreForgotten() {
    changes.noticed("a");
    changes.retain(List.of("b"));
    assertThat(changes.noticed("a")).isTrue();
  }
}
