package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects that hold a configuration of k0s and arguments of its commands: k0sctl's Cluster
 * (pkg/apis/k0sctl.k0sproject.io/v1beta1 at f4005b6b) and those of k0smotron, for Cluster API too
 * (api/bootstrap and api/controlplane, v1beta1 at 02c45892).
 *
 * @see <a href="https://github.com/k0sproject/k0sctl#configuration-file">k0sctl's file</a>
 * @see <a href="https://docs.k0smotron.io/">k0smotron</a>
 */
final class K0sInstallers implements Format {

  private static final String[] NONE = {};

  /** Where the block is that holds k0s' configuration, by kind. */
  private static final Map<String, String[]> BLOCKS =
      Map.of(
          "K0sControlPlane", new String[] {"spec", "k0sConfigSpec"},
          "K0sControlPlaneTemplate", new String[] {"spec", "template", "spec", "k0sConfigSpec"},
          "K0sControllerConfig", new String[] {"spec"},
          "K0sWorkerConfig", new String[] {"spec"},
          "K0sWorkerConfigTemplate", new String[] {"spec", "template", "spec"},
          "K0smotronControlPlane", new String[] {"spec"},
          "K0smotronControlPlaneTemplate", new String[] {"spec", "template", "spec"});

  /** Arguments of k0s that hold arguments of a component. */
  private static final Pattern EXTRA =
      Pattern.compile(
          "(?:.*\\s)?--(?<component>kubelet|kube-controller-manager)-extra-args"
              + "(?:[=\\s]+(?<value>\\S.*))?\\s*",
          Pattern.DOTALL);

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOfK0sctl(document)
        || Format.is(document, "Cluster", "k0smotron.io/")
        || BLOCKS.containsKey(Format.text(document, "kind"))
            && Format.text(document, "apiVersion").contains(".cluster.x-k8s.io/");
  }

  private static boolean isOfK0sctl(Tree.Mapping document) {
    return Format.text(document, "apiVersion").startsWith("k0sctl.k0sproject.io/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    if (isOfK0sctl(document)) {
      Tree.Mapping k0s = Format.at(spec, "k0s");
      String version = version(k0s);
      cluster(k0s, "config", version, into);
      for (Tree host : Format.list(spec, "hosts")) {
        flags(Tree.mapping(host), "installFlags", version, into);
      }
      return;
    }
    String[] path =
        Format.text(document, "kind").equals("Cluster")
            ? new String[] {"spec"}
            : BLOCKS.getOrDefault(Format.text(document, "kind"), NONE);
    Tree.Mapping block = Format.at(document, path);
    NodeFiles.of(Format.list(block, "files")).reportOverrides(into);
    String version = version(spec);
    cluster(block, "k0s", version, into);
    cluster(block, "k0sConfig", version, into);
    flags(block, "args", version, into);
    flags(block, "controllerPlaneFlags", version, into);
    flags(block, "controlPlaneFlags", version, into);
  }

  /** k0s' releases have Kubernetes' numbers, and its own behind a plus or a dash. */
  private static String version(Tree.Mapping block) {
    String version = Format.text(block, "version").replaceFirst("[+-]k0s.*", "");
    return version.matches("\\d.*") ? "v" + version : version;
  }

  private static void cluster(Tree.Mapping block, String field, String version, ComponentSink into)
      throws InvalidDocumentException {
    if (block.get(field).isPresent()) {
      Tree.Mapping cluster = Format.at(block, field);
      into.within(cluster, () -> K0s.cluster(cluster, version, into));
    }
  }

  /** The value of a flag is behind it, or the next item of the list. */
  private static void flags(Tree.Mapping block, String field, String version, ComponentSink into)
      throws InvalidDocumentException {
    List<Tree> items = Format.list(block, field);
    for (int i = 0; i < items.size(); i++) {
      Matcher extra = EXTRA.matcher(ExtraArguments.joined(items.get(i)));
      if (extra.matches()) {
        boolean isNext = extra.group("value") == null;
        Tree at = isNext && i + 1 < items.size() ? items.get(i + 1) : items.get(i);
        String value = isNext ? ExtraArguments.joined(at) : extra.group("value");
        into.arguments(
            extra.group("component"), version, at, ExtraArguments.inText(value, at, into));
      }
    }
  }
}
