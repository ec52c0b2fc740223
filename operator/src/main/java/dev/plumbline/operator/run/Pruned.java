package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.function.UnaryOperator;

/**
 * What a cache keeps of each object: a node lists its images and a pod its volumes, which would be
 * most of the operator's heap in a large cluster.
 */
final class Pruned {

  private Pruned() {}

  static ItemStore<Node> nodes() {
    return store(PrunedNode::of);
  }

  static ItemStore<Pod> pods() {
    return store(pod -> onItsNode(pod).withStatus(pod.getStatus()).build());
  }

  /** Without a status; of the volumes those that are ConfigMaps. */
  static ItemStore<Pod> podsWithVolumes() {
    return store(
        pod ->
            onItsNode(pod)
                .editSpec()
                .withVolumes(
                    pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getConfigMap() != null)
                        .toList())
                .endSpec()
                .build());
  }

  private static PodBuilder onItsNode(Pod pod) {
    return new PodBuilder()
        .withMetadata(metadata(pod))
        .withNewSpec()
        .withNodeName(pod.getSpec().getNodeName())
        .endSpec();
  }

  static ItemStore<Job> jobs() {
    return store(
        job ->
            new JobBuilder()
                .withMetadata(metadata(job))
                .withNewSpec()
                .withActiveDeadlineSeconds(job.getSpec().getActiveDeadlineSeconds())
                .endSpec()
                .withStatus(job.getStatus())
                .build());
  }

  private static ObjectMeta metadata(HasMetadata object) {
    object.getMetadata().setManagedFields(null);
    return object.getMetadata();
  }

  private static <R extends HasMetadata> ItemStore<R> store(UnaryOperator<R> pruned) {
    return new BasicItemStore<>(Cache::metaNamespaceKeyFunc) {
      @Override
      public R put(String key, R object) {
        return super.put(key, pruned.apply(object));
      }
    };
  }
}
