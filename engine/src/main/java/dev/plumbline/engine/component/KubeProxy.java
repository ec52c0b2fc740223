package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import java.util.Optional;

/**
 * A kube-proxy's configuration in force. With a file, its flags for what the file can say are
 * ignored.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-proxy/">flags</a>
 */
final class KubeProxy {

  private static final String KUBECONFIG = "clientConnection.kubeconfig";

  private KubeProxy() {}

  static void describe(ParsedComponent component) throws ComponentStop {
    ConfigFields fields = new ConfigFields(component, true);
    Optional<Fact> unknownFile = component.undetermined("config");
    String file = component.text("config");
    if (unknownFile.isEmpty() && file.isEmpty()) {
      fields.set("metricsBindAddress", "metrics-bind-address");
      fields.describe();
      return;
    }
    if (unknownFile.isPresent()) {
      fields.nothingKnown(unknownFile.get());
    } else {
      fields.merge(file);
    }
    fields.describe();
    fields
        .undetermined(KUBECONFIG)
        .ifPresentOrElse(
            why -> component.facts().put(InputRef.file("kubeconfig"), why),
            () -> FileFacts.file(component, "kubeconfig", fields.text(KUBECONFIG)));
  }
}
