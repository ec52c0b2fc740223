package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sees every Job, and whether a node has two of one run at a time. */
final class JobWatch implements AutoCloseable {

  /** By name: those that have neither ended nor are being deleted. */
  private final Map<String, Job> live = new ConcurrentHashMap<>();

  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<Job> informer;

  private JobWatch(KubernetesClient admin) {
    this.informer =
        admin
            .batch()
            .v1()
            .jobs()
            .inNamespace(ControlPlane.NAMESPACE)
            .inform(
                new ResourceEventHandler<Job>() {
                  @Override
                  public void onAdd(Job job) {
                    seen(job);
                  }

                  @Override
                  public void onUpdate(Job before, Job job) {
                    seen(job);
                  }

                  @Override
                  public void onDelete(Job job, boolean unknown) {
                    live.remove(job.getMetadata().getName());
                  }
                });
  }

  static JobWatch start(KubernetesClient admin) {
    return new JobWatch(admin);
  }

  private void seen(Job job) {
    if (job.getMetadata().getDeletionTimestamp() != null || hasEnded(job)) {
      live.remove(job.getMetadata().getName());
      return;
    }
    live.values().stream()
        .filter(other -> !other.getMetadata().getName().equals(job.getMetadata().getName()))
        .filter(other -> key(other).equals(key(job)))
        .forEach(
            other ->
                violations.add(other.getMetadata().getName() + ", " + job.getMetadata().getName()));
    live.put(job.getMetadata().getName(), job);
  }

  private static boolean hasEnded(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                List.of("Complete", "Failed", "SuccessCriteriaMet", "FailureTarget")
                        .contains(condition.getType())
                    && condition.getStatus().equals("True"));
  }

  private static String key(Job job) {
    return ScanOwnership.node(job)
        + " "
        + Objects.toString(job.getMetadata().getLabels().get(ScanOwnership.RUN), "");
  }

  void forget() {
    violations.clear();
  }

  void assertOneAtATime() {
    assertThat(violations).as("Jobs of one node and run that lived at a time").isEmpty();
  }

  @Override
  public void close() {
    informer.close();
  }
}
