package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * eksctl's ClusterConfig, as far as it configures kubelets: EKS runs the control plane
 * (pkg/apis/eksctl.io/v1alpha5/{types,validation}.go of eksctl-io/eksctl at 99984adb).
 *
 * @see <a href="https://schema.eksctl.io/">its fields</a>
 */
final class Eksctl implements Format {

  private static final FieldTable FIELDS = FieldTable.of("eks");

  /** Fields of a node group by which a kubelet may be configured. */
  private static final Pattern OF_KUBELET =
      Pattern.compile("(?i).*(kubelet|bootstrapCommand|bottlerocket|userData).*");

  private static final String EXTRA = "kubeletExtraConfig";
  private static final String BOOTSTRAP = "overrideBootstrapCommand";
  private static final String COMMANDS = "preBootstrapCommands";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "ClusterConfig", "eksctl.io/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String version = Format.text(Format.at(document, "metadata"), "version");
    for (String field : List.of("nodeGroups", "managedNodeGroups")) {
      for (Tree group : Format.list(document, field)) {
        try {
          group(field, Tree.mapping(group), version, into);
        } catch (InvalidDocumentException e) {
          into.refused(List.of("kubelet"), e);
        }
      }
    }
  }

  private static void group(String path, Tree.Mapping group, String version, ComponentSink into)
      throws InvalidDocumentException {
    // Nodes of managed groups have no extra configuration in eksctl's API.
    boolean extra = path.equals("nodeGroups") && group.get(EXTRA).isPresent();
    if (extra) {
      kubelet(Format.at(group, EXTRA), version, into);
    }
    for (Map.Entry<String, Tree> field : group.entries().entrySet()) {
      String name = field.getKey();
      if (name.equals(BOOTSTRAP)) {
        bootstrap(path, field.getValue(), into);
      } else if (name.equals(COMMANDS)) {
        MachineCommands.report(group, List.of(COMMANDS), into);
      } else if (OF_KUBELET.matcher(name).matches() && !(name.equals(EXTRA) && extra)) {
        into.notRead("kubelet", path + "." + name, field.getValue());
      }
    }
  }

  private static void kubelet(Tree.Mapping settings, String version, ComponentSink into)
      throws InvalidDocumentException {
    Set<String> refused = FIELDS.block(EXTRA).overwritten();
    for (Map.Entry<String, Tree> field : settings.entries().entrySet()) {
      if (refused.contains(field.getKey())) {
        throw new InvalidDocumentException(
            field.getValue().span().line(),
            "sets " + field.getKey() + " of kubeletExtraConfig, which eksctl refuses");
      }
    }
    into.add(Configured.bySettings("kubelet", version, List.of(), ConfigSchema.KUBELET, settings));
  }

  /** A NodeConfig for nodes of Amazon Linux 2023, and a script for others. */
  private static void bootstrap(String path, Tree command, ComponentSink into)
      throws InvalidDocumentException {
    if (command instanceof Tree.Scalar text && EmbeddedDocuments.mayBeIn(text.text())) {
      EmbeddedDocuments.read(command, into);
    } else {
      into.notRead("kubelet", path + "." + BOOTSTRAP, command);
    }
  }
}
