package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.component.Components.Undecided;
import dev.plumbline.engine.fact.Facts;

/**
 * A scheduler's configuration in force. Its flags for what a file can say are ignored when there is
 * a file.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/">flags</a>
 */
final class KubeScheduler {

  private KubeScheduler() {}

  static void describe(Subject subject, Facts.Builder facts) throws Refusal, Undecided {
    String file = subject.text("config");
    ConfigFields fields = new ConfigFields(subject, subject.table().configDefaults(true));
    if (file.isEmpty()) {
      Object profiling = subject.flags().values().getOrDefault("profiling", true);
      fields.set("enableProfiling", profiling, "profiling");
      fields.describe(facts);
      subject.untold("profiling", "config.enableProfiling", facts);
    } else {
      fields.merge(file);
      fields.describe(facts);
      FileFacts.file(subject, facts, "kubeconfig", fields.text("clientConnection.kubeconfig"));
    }
  }
}
