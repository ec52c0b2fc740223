package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /** What gives a component arguments, in a command or a script, and the component. */
  private static final Map<Pattern, String> ARGUMENTS = new LinkedHashMap<>();

  static {
    for (String component : Component.NAMES) {
      // RKE2 and k3s, k0s and nodes of EKS, MicroK8s
      ARGUMENTS.put(
          Pattern.compile("\\b" + component + "-(extra-)?args?\\b|/args/" + component + "\\b"),
          component);
    }
    ARGUMENTS.put(
        Pattern.compile("KUBELET_(KUBEADM_|EXTRA_)?ARGS|--protect-kernel-defaults"), "kubelet");
    // The phases of kubeadm, and options of k3s
    ARGUMENTS.put(
        Pattern.compile("--apiserver-extra-args|--secrets-encryption\\b"), "kube-apiserver");
    ARGUMENTS.put(
        Pattern.compile("--controller-manager-extra-args|\\bkube-controller-arg\\b"),
        "kube-controller-manager");
    ARGUMENTS.put(Pattern.compile("--scheduler-extra-args"), "kube-scheduler");
  }

  /** What only looks at a file, and what starts kubeadm itself. */
  private static final Pattern READS =
      Pattern.compile(
          "\\s*+(cat|ls|stat|test|kubeadm(?!\\s.*-extra-args)|crictl|grep|chmod|chown)\\s[^;&|>]*+");

  private MachineCommands() {}

  /** Reports the commands in these fields that may change a component. */
  static void report(Tree.Mapping document, List<String> fields, ComponentSink into)
      throws InvalidDocumentException {
    for (String field : fields) {
      for (Tree item : Format.list(document, field)) {
        report(field, words(item), item, into);
      }
    }
  }

  /** A command as one text; with its words in a list, as cloud-init takes it, they are joined. */
  private static String words(Tree command) {
    List<String> words = new ArrayList<>();
    if (command instanceof Tree.Sequence list) {
      list.items().forEach(item -> words.add(words(item)));
    } else if (command instanceof Tree.Scalar scalar) {
      words.add(scalar.text());
    }
    return String.join(" ", words);
  }

  /** Reports a script that may change a component, or writes documents that may. */
  static void reportScript(String script, Tree at, ComponentSink into) {
    Collection<String> changed =
        EmbeddedDocuments.mayBeIn(script) ? Component.NAMES : changedBy(script);
    for (String component : changed) {
      into.problem(
          component,
          at,
          "runs a script that may change how " + component + " is started, and is not followed");
    }
  }

  private static void report(String field, String command, Tree at, ComponentSink into) {
    if (READS.matcher(command).matches()) {
      return;
    }
    for (String component : changedBy(command)) {
      into.problem(
          component,
          at,
          "runs a command ("
              + field
              + ") that may change how "
              + component
              + " is started, and is not followed");
    }
  }

  /** The components that a command, or a script, may change. */
  static Set<String> changedBy(String command) {
    if (KUBEADM.matcher(command).find()) {
      return new LinkedHashSet<>(Component.NAMES);
    }
    Set<String> changed = new LinkedHashSet<>(NodeFiles.changedBy(command));
    ARGUMENTS.forEach(
        (pattern, component) -> {
          if (pattern.matcher(command).find()) {
            changed.add(component);
          }
        });
    return changed;
  }
}
