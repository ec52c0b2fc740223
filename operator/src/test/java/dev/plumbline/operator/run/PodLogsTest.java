package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodLogsTest {

  private static final String SCAN = "scan-uid";

  /** What was started, and runs when a test says so. */
  private final Queue<Runnable> started = new ArrayDeque<>();

  private final AtomicInteger read = new AtomicInteger();

  private MockCluster cluster;
  private PodLogs logs;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    logs = new PodLogs(cluster.client(), Reconciliations.running(started::add));
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(MockCluster.NAMESPACE)
        .withUid("uid-of-" + name)
        .endMetadata()
        .build();
  }

  private static String path(String pod) {
    return "/api/v1/namespaces/plumbline-system/pods/"
        + pod
        + "/log?pretty=false&container=collector&limitBytes="
        + PodLogs.MAX_BYTES;
  }

  private PodLog log(String pod) {
    return logs.of(SCAN, pod(pod), read::incrementAndGet);
  }

  @Test
  void aLogIsReadBesideItsReaderAndHandedOverOnce() {
    cluster.answer(path("a"), "evidence");
    assertThat(log("a")).isInstanceOf(PodLog.Reading.class);
    assertThat(log("a")).as("it was started").isInstanceOf(PodLog.Reading.class);
    assertThat(started).hasSize(1);
    started.remove().run();
    assertThat(read).as("another reconciliation is asked for").hasValue(1);
    assertThat(log("a")).isEqualTo(new PodLog.Read("evidence"));
    assertThat(log("a")).isInstanceOf(PodLog.Reading.class);
  }

  @Test
  void aLogIsOneRequest() {
    cluster.answer(path("a"), "evidence of Zürich");
    log("a");
    started.remove().run();
    assertThat(log("a")).isEqualTo(new PodLog.Read("evidence of Zürich"));
    assertThat(cluster.requests("GET", "/pods")).hasSize(1);
  }

  @Test
  void aPodThatIsGoneHasNoLog() {
    cluster.missing(path("gone"));
    log("gone");
    started.remove().run();
    assertThat(log("gone")).isEqualTo(new PodLog.Unreadable("the pod was deleted"));
    assertThat(cluster.requests("GET", "/pods")).hasSize(1);
  }

  @Test
  void aKubeletThatDoesNotAnswerDelaysNoOtherNode() {
    cluster.refuse(path("hung"), "InternalError");
    cluster.answer(path("b"), "evidence");
    log("hung");
    log("b");
    started.forEach(Runnable::run);
    assertThat(log("b")).isEqualTo(new PodLog.Read("evidence"));
    assertThat(log("hung")).isEqualTo(new PodLog.Unreadable("refused by the test"));
    assertThat(cluster.requests("GET", "/pods/hung/log")).as("attempts").hasSize(3);
  }

  @Test
  void logsThatNobodyHasTakenYetAreBounded() {
    for (int i = 0; i < 40; i++) {
      assertThat(log("pod-" + i)).isInstanceOf(PodLog.Reading.class);
    }
    assertThat(started).hasSize(16);
  }

  @Test
  void logsOfPodsThatAreGoneMakeRoom() {
    for (int i = 0; i < 16; i++) {
      log("pod-" + i);
    }
    started.forEach(Runnable::run);
    started.clear();
    log("another");
    assertThat(started).isEmpty();
    logs.retain("other-scan", Set.of());
    log("another");
    assertThat(started).isEmpty();
    logs.retain(SCAN, Set.of("uid-of-pod-3"));
    log("another");
    assertThat(started).hasSize(1);
  }
}
