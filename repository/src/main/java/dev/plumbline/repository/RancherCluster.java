package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rancher's Cluster, for which Rancher writes the configuration of RKE2 or k3s on each machine: the
 * options of {@code machineGlobalConfig}, over which those of each {@code machineSelectorConfig}
 * that selects the machine are laid, option by option: {@code addUserConfig} in
 * pkg/capr/planner/config.go of rancher/rancher at 6154f5848263.
 *
 * @see <a
 *     href="https://ranchermanager.docs.rancher.com/reference-guides/cluster-configuration/rancher-server-configuration/rke2-cluster-configuration">
 *     its fields</a>
 */
final class RancherCluster implements Format {

  private static final FieldTable FIELDS = FieldTable.of("rancher-cluster");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "Cluster", "provisioning.cattle.io/")
        && document.get("spec").orElse(document) instanceof Tree.Mapping spec
        && spec.get("rkeConfig").isPresent();
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    Tree.Mapping config = Format.at(spec, "rkeConfig");
    into.notRead(Component.NAMES, "spec", FIELDS.block("spec"), spec);
    into.notRead(Component.NAMES, "spec.rkeConfig", FIELDS.block("spec.rkeConfig"), config);
    reportFiles(config, into);
    Tree.Mapping everywhere = Format.at(config, "machineGlobalConfig");
    List<Tree.Mapping> selected = new ArrayList<>();
    for (Tree item : Format.list(config, "machineSelectorConfig")) {
      Tree.Mapping fields = Tree.mapping(item);
      Tree.Mapping options = Format.at(fields, "config");
      if (fields.get("machineLabelSelector").isPresent()) {
        selected.add(options);
      } else {
        everywhere = SynthesizedTree.over(everywhere, options);
      }
    }
    String version = Format.text(spec, "kubernetesVersion");
    Set<Tree> read = new HashSet<>();
    add(withPodSecurity(everywhere, spec), version, read, into);
    for (Tree.Mapping options : selected) {
      add(withPodSecurity(SynthesizedTree.over(everywhere, options), spec), version, read, into);
    }
  }

  private static void add(Tree.Mapping options, String version, Set<Tree> read, ComponentSink into)
      throws InvalidDocumentException {
    if (read.add(options)) {
      Rancher.options(ConfigDropIns.whole(List.of(options)), version, into);
    }
  }

  /** Rancher writes the file of a template of its own, which is not here. */
  private static Tree.Mapping withPodSecurity(Tree.Mapping options, Tree.Mapping spec) {
    return spec.get("defaultPodSecurityAdmissionConfigurationTemplateName")
        .map(
            name ->
                SynthesizedTree.over(
                    options,
                    SynthesizedTree.of(
                        "pod-security-admission-config-file",
                        SynthesizedTree.text("/etc/rancher/psact.yaml", name))))
        .orElse(options);
  }

  /** Files of Secrets and ConfigMaps, of which only the paths are here. */
  private static void reportFiles(Tree.Mapping config, ComponentSink into)
      throws InvalidDocumentException {
    for (Tree item : Format.list(config, "machineSelectorFiles")) {
      for (Tree source : Format.list(Tree.mapping(item), "fileSources")) {
        for (String kind : List.of("secret", "configMap")) {
          for (Tree file : Format.list(Format.at(Tree.mapping(source), kind), "items")) {
            String path = Format.text(Tree.mapping(file), "path");
            NodeFiles.changedBy(path).forEach(name -> into.fileNotRead(name, path, file));
          }
        }
      }
    }
  }
}
