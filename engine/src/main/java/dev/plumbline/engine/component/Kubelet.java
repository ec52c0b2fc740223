package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.evidence.ReferencedFile;
import java.util.Optional;

/**
 * A kubelet's configuration in force: defaults, which differ without a file; its file; the drop-ins
 * in order; and over all of them the flags.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-configuration-merging-order">
 *     the order of merging</a>
 */
final class Kubelet {

  private static final String CONFIG = "config";
  private static final String CONFIG_DIR = "config-dir";
  private static final String SECCOMP_DEFAULT = "seccomp-default";
  private static final String CLIENT_CA = "authentication.x509.clientCAFile";

  private Kubelet() {}

  static void describe(ParsedComponent component) throws ComponentStop {
    if (component.isLive()) {
      LiveKubelet.describe(component);
      return;
    }
    String file = component.text(CONFIG);
    // Drop-ins alone leave the flags' own defaults, which let everybody in.
    ConfigFields fields = new ConfigFields(component, !file.isEmpty());
    Optional<Fact> unknownFile = component.undetermined(CONFIG);
    if (unknownFile.isPresent()) {
      fields.nothingKnown(unknownFile.get());
    } else if (!file.isEmpty()) {
      fields.merge(file);
    }
    dropIns(component, fields);
    for (FlagDefinition flag : component.table().flags()) {
      fields.override(flag);
    }
    seccompDefault(component, fields);
    fields.describe();
    clientAuthorities(component, fields);
  }

  /** The file of certificate authorities, which is a field and not only a flag. */
  static void clientAuthorities(ParsedComponent component, ConfigFields fields) {
    fields
        .undetermined(CLIENT_CA)
        .ifPresentOrElse(
            why -> component.facts().put(InputRef.file("client-ca-file"), why),
            () -> FileFacts.file(component, "client-ca-file", fields.text(CLIENT_CA)));
  }

  /** The kubelet takes the flag or the field; see cmd/kubelet/app/server.go. */
  private static void seccompDefault(ParsedComponent component, ConfigFields fields) {
    if (component.isExplicit(SECCOMP_DEFAULT)
        && component.value(SECCOMP_DEFAULT).filter(Boolean.TRUE::equals).isPresent()) {
      fields.explicit("seccompDefault", true, component.locations(SECCOMP_DEFAULT));
    }
  }

  private static void dropIns(ParsedComponent component, ConfigFields fields) throws ComponentStop {
    String directory = component.text(CONFIG_DIR);
    Optional<Fact> unknown = component.undetermined(CONFIG_DIR);
    if (unknown.isPresent()) {
      fields.nothingKnown(unknown.get());
      return;
    }
    if (directory.isEmpty()) {
      return;
    }
    Optional<ReferencedFile> found =
        component.component().files().stream()
            .filter(file -> file.path().equals(directory))
            .findFirst();
    if (!(found.orElse(null) instanceof ReferencedFile.Directory dropIns)) {
      fields.nothingKnown(FileFacts.undetermined(directory, found));
      return;
    }
    for (ReferencedFile dropIn : dropIns.documents()) {
      if (dropIn instanceof ReferencedFile.Document document) {
        fields.merge(document);
      } else {
        fields.nothingKnown(FileFacts.undetermined(dropIn.path(), Optional.of(dropIn)));
      }
    }
  }
}
