package dev.plumbline.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the operator talks to the API server. */
public final class OperatorClient {

  private OperatorClient() {}

  /** Connects to the cluster that the process runs in, or that its kubeconfig names. */
  public static KubernetesClient connect() {
    return connect(new ConfigBuilder().build());
  }

  static KubernetesClient connect(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new Https(config))
        .withKubernetesSerialization(serialization())
        .build();
  }

  /**
   * Who owns which field is up to a half of an object, and nothing here asks for it. An update
   * without managed fields leaves them as they are.
   *
   * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side
   *     Apply</a>
   */
  static KubernetesSerialization serialization() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addMixIn(ObjectMeta.class, WithoutManagedFields.class)
            .addMixIn(JobSpec.class, WithoutTemplate.class)
            .build();
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
    mapper.registerModule(
        new SimpleModule("watch events")
            .addDeserializer(WatchEvent.class, new WatchEvents(serialization)));
    return serialization;
  }

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  /** Most of a Job, which comes again with each of its changes: the operator writes it only. */
  @JsonIgnoreProperties(value = "template", allowGetters = true)
  private interface WithoutTemplate {}
}
