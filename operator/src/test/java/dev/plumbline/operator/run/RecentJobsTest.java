package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentJobsTest {

  private final AtomicLong time = new AtomicLong(7);
  private final RecentJobs recent = new RecentJobs(time::get);

  private static Job job(String name, String scan) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-" + name)
        .addToLabels(ScanOwnership.SCAN_UID, scan)
        .endMetadata()
        .build();
  }

  private Stream<String> beside(Job... shown) {
    return recent.beside(Stream.of(shown), "cis").map(job -> job.getMetadata().getName());
  }

  @Test
  void whatWasCreatedIsThereUntilTheWatchShowsIt() {
    recent.created(job("second", "cis"));
    recent.created(job("of-another-scan", "other"));
    assertThat(beside(job("first", "cis"))).containsExactly("second");
    assertThat(beside(job("first", "cis"), job("second", "cis"))).isEmpty();
    assertThat(beside(job("first", "cis"))).as("and it has been deleted since").isEmpty();
  }

  @Test
  void whatWasDeletedIsNot() {
    Job job = job("first", "cis");
    recent.created(job);
    recent.deleted(job);
    assertThat(beside()).isEmpty();
  }

  @Test
  void whatIsNeverShownWasDeletedBySomebodyElse() {
    recent.created(job("first", "cis"));
    time.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(beside()).containsExactly("first");
    time.addAndGet(1);
    assertThat(beside()).isEmpty();
  }
}
