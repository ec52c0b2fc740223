package dev.plumbline.operator.live;

import dev.plumbline.operator.cluster.ClusterObjects;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The namespaces of a cluster, by name. */
final class NamespaceNames {

  /** What a path may hold as it is. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private NamespaceNames() {}

  static List<String> read(KubernetesClient client) {
    List<String> names = new ArrayList<>();
    String next = null;
    do {
      NamespaceList page =
          client
              .namespaces()
              .list(
                  new ListOptionsBuilder()
                      .withLimit(ClusterObjects.PAGE)
                      .withContinue(next)
                      .build());
      page.getItems().stream()
          .map(namespace -> namespace.getMetadata().getName())
          .filter(name -> NAME.matcher(name).matches())
          .forEach(names::add);
      next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return names;
  }
}
