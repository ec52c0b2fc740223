package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.component.Components.Undecided;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;

/**
 * A kubelet's configuration in force: defaults, which differ without a file; its file; the drop-ins
 * in order; and over all of them the flags.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-configuration-merging-order">
 *     the order of merging</a>
 */
final class Kubelet {

  private Kubelet() {}

  static void describe(Subject subject, Facts.Builder facts) throws Refusal, Undecided {
    String file = subject.text("config");
    String folder = subject.text("config-dir");
    // Drop-ins alone leave the flags' own defaults, which let everybody in.
    ConfigFields fields =
        new ConfigFields(subject, subject.table().configDefaults(!file.isEmpty()));
    if (!file.isEmpty()) {
      fields.merge(file);
    }
    if (!folder.isEmpty()) {
      for (ReferencedFile dropIn : dropIns(subject, folder)) {
        fields.merge(dropIn);
      }
    }
    for (FlagDefinition flag : subject.table().flags()) {
      fields.override(flag);
    }
    fields.describe(facts);
    FileFacts.file(
        subject, facts, "client-ca-file", fields.text("authentication.x509.clientCAFile"));
  }

  private static List<ReferencedFile> dropIns(Subject subject, String folder) throws Undecided {
    for (ReferencedFile file : subject.component().files()) {
      if (file instanceof ReferencedFile.OnNode && file.path().equals(folder)) {
        return List.of(file);
      }
      if (file instanceof ReferencedFile.Directory found && found.path().equals(folder)) {
        return found.documents();
      }
      if (file instanceof ReferencedFile.Unreadable unreadable && file.path().equals(folder)) {
        throw new Undecided(folder + " " + unreadable.why(), subject.seen("config-dir"));
      }
    }
    throw new Undecided(folder + " could not be looked at", subject.seen("config-dir"));
  }
}
