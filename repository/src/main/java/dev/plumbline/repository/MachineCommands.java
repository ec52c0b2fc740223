package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Commands that a machine runs before or after its components are installed. They are not followed:
 * one that names a file which starts a component is reported for it.
 */
final class MachineCommands {

  /** Where kubeadm's configuration lies on a machine of Cluster API. */
  private static final Pattern KUBEADM =
      Pattern.compile("/(run|tmp)/kubeadm/|/etc/kubeadm\\.ya?ml|kubeadm-config\\.ya?ml");

  private static final Pattern KUBELET = Pattern.compile("KUBELET_(KUBEADM_|EXTRA_)?ARGS");

  /** What only looks at a file, and what starts kubeadm itself. */
  private static final Pattern READS =
      Pattern.compile("\\s*+(cat|ls|stat|test|kubeadm|crictl|grep|chmod|chown)\\s[^;&|>]*+");

  private MachineCommands() {}

  /** Reports the commands in these fields that may change a component. */
  static void report(Tree.Mapping document, List<String> fields, ComponentSink into)
      throws InvalidDocumentException {
    for (String field : fields) {
      for (Tree item : Format.list(document, field)) {
        if (item instanceof Tree.Scalar command && !READS.matcher(command.text()).matches()) {
          changedBy(command.text())
              .forEach(
                  component ->
                      into.problem(
                          component,
                          item,
                          "runs a command ("
                              + field
                              + ") that may change how "
                              + component
                              + " is started, and is not followed"));
        }
      }
    }
  }

  private static Set<String> changedBy(String command) {
    if (KUBEADM.matcher(command).find()) {
      return new LinkedHashSet<>(Component.NAMES);
    }
    Set<String> changed = new LinkedHashSet<>(NodeFiles.changedBy(command));
    if (KUBELET.matcher(command).find()) {
      changed.add("kubelet");
    }
    return changed;
  }
}
