package dev.plumbline.operator.store;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;

/** ConfigMaps that are named by the digest of what they hold, so that it never changes. */
final class StoredContent {

  private StoredContent() {}

  /**
   * Writes one that nothing refers to yet. Where it is there already, from a run or an evaluation
   * before, it is written anew only if somebody else has changed it.
   */
  static void put(KubernetesClient client, ConfigMap map) {
    try {
      client.resource(map).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      ConfigMap stored = client.resource(map).get();
      if (stored == null) {
        client.resource(map).create();
      } else if (!Objects.equals(stored.getBinaryData(), map.getBinaryData())) {
        map.getMetadata().setResourceVersion(stored.getMetadata().getResourceVersion());
        client.resource(map).update();
      }
    }
  }
}
