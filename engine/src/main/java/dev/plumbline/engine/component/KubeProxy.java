package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.component.Components.Undecided;
import dev.plumbline.engine.fact.Facts;

/**
 * A kube-proxy's configuration in force. With a file, its flags for what the file can say are
 * ignored.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-proxy/">flags</a>
 */
final class KubeProxy {

  private KubeProxy() {}

  static void describe(Subject subject, Facts.Builder facts) throws Refusal, Undecided {
    String file = subject.text("config");
    ConfigFields fields = new ConfigFields(subject, subject.table().configDefaults(true));
    if (file.isEmpty()) {
      String address = subject.text("metrics-bind-address");
      fields.set("metricsBindAddress", address, "metrics-bind-address");
      subject.untold("metrics-bind-address", "config.metricsBindAddress", facts);
    } else {
      fields.merge(file);
    }
    fields.describe(facts);
  }
}
