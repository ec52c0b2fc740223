package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import java.util.Optional;

/**
 * A scheduler's configuration in force. Its flags for what a file can say are ignored when there is
 * a file.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/">flags</a>
 */
final class KubeScheduler {

  private static final String KUBECONFIG = "clientConnection.kubeconfig";

  private KubeScheduler() {}

  static void describe(ParsedComponent component) throws ComponentStop {
    ConfigFields fields = new ConfigFields(component, true);
    Optional<Fact> unknownFile = component.undetermined("config");
    String file = component.text("config");
    if (unknownFile.isEmpty() && file.isEmpty()) {
      fields.set("enableProfiling", "profiling");
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
