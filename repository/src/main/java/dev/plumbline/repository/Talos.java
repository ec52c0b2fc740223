package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ComponentSink.Editing;
import dev.plumbline.repository.ComponentSink.Settings;
import dev.plumbline.repository.TalosArguments.Releases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Talos machine configuration, whole or a strategic merge patch of one.
 *
 * @see <a href="https://www.talos.dev/latest/reference/configuration/v1alpha1/config/">its
 *     fields</a>
 */
final class Talos implements Format {

  /** The blocks of {@code cluster} that configure a component. */
  private static final Map<String, String> COMPONENTS = new LinkedHashMap<>();

  static {
    COMPONENTS.put("apiServer", "kube-apiserver");
    COMPONENTS.put("controllerManager", "kube-controller-manager");
    COMPONENTS.put("scheduler", "kube-scheduler");
    COMPONENTS.put("proxy", "kube-proxy");
    COMPONENTS.put("etcd", "etcd");
  }

  private static final FieldTable FIELDS = FieldTable.of("talos");

  /** Types of a machine without a control plane; {@code join} is the older name. */
  private static final Set<String> WORKERS = Set.of("worker", "join");

  /** The fields at the top of a machine configuration. */
  private static final Set<String> TOP =
      Set.of("version", "debug", "persist", "machine", "cluster", "$patch");

  /** Those of them that set nothing. */
  private static final Set<String> HARMLESS = Set.of("version", "debug", "persist");

  /** Fields that set nothing themselves, and decide which components run. */
  private static final Set<String> OF_MACHINE = Set.of("type", "controlPlane");

  /** A patch leaves out the version. */
  @Override
  public boolean recognizes(Tree.Mapping document) {
    boolean versioned = Format.text(document, "version").equals("v1alpha1");
    boolean sections = document.get("machine").isPresent() || document.get("cluster").isPresent();
    return document.get("kind").isEmpty()
        && sections
        && (versioned || TOP.containsAll(document.entries().keySet()) && isPatch(document));
  }

  /** Others have sections of these names too, but no component in them. */
  private static boolean isPatch(Tree.Mapping document) {
    return List.of("machine", "cluster").stream()
        .anyMatch(
            section ->
                document.get(section).orElse(null) instanceof Tree.Mapping fields
                    && fields.entries().keySet().stream()
                        .anyMatch(FIELDS.block(section).code()::contains));
  }

  /**
   * Whether what is at a path, or below it, sets nothing that a control reads. An empty path is
   * that of no field.
   */
  static boolean isHarmless(String path) {
    String[] steps = path.split("/", -1);
    if (path.isEmpty() || steps.length > 1 && HARMLESS.contains(steps[1])) {
      return true;
    }
    if (steps.length < 3 || !FIELDS.blocks().contains(steps[1])) {
      return false;
    }
    FieldTable.Block fields = FIELDS.block(steps[1]);
    return fields.harmless().containsKey(steps[2]) && !OF_MACHINE.contains(steps[2])
        || steps.length > 3
            && fields.code().contains(steps[2])
            && FIELDS.blocks().contains(steps[2])
            && FIELDS.block(steps[2]).harmless().containsKey(steps[3]);
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    configuration(TalosPatch.withoutDirectives(document), into);
  }

  /** A configuration without directives. */
  static void configuration(Tree.Mapping patched, ComponentSink into)
      throws InvalidDocumentException {
    for (String field : patched.entries().keySet()) {
      if (!TOP.contains(field)) {
        Tree value = patched.entries().getOrDefault(field, patched);
        into.notRead(Component.NAMES, field, value);
      }
    }
    Tree.Mapping machine = Format.at(patched, "machine");
    into.notRead("kubelet", "machine", FIELDS.block("machine"), machine);
    NodeFiles.of(Format.list(machine, "files")).reportOverrides(into);
    for (Tree pod : Format.list(machine, "pods")) {
      into.pod(pod);
    }
    if (machine.get("kubelet").isPresent()) {
      kubelet(Format.at(machine, "kubelet"), into);
    }
    if (!WORKERS.contains(Format.text(machine, "type"))) {
      cluster(Format.at(patched, "cluster"), disabled(machine), into);
    }
  }

  /** The components that do not run on the machine: {@code machine.controlPlane}. */
  private static Set<String> disabled(Tree.Mapping machine) throws InvalidDocumentException {
    Set<String> disabled = new HashSet<>();
    for (String component : List.of("controllerManager", "scheduler")) {
      if (Format.text(Format.at(machine, "controlPlane", component), "disabled").equals("true")) {
        disabled.add(component);
      }
    }
    return disabled;
  }

  private static void cluster(Tree.Mapping cluster, Set<String> disabled, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(COMPONENTS.values(), "cluster", FIELDS.block("cluster"), cluster);
    for (Map.Entry<String, String> block : COMPONENTS.entrySet()) {
      if (cluster.get(block.getKey()).isPresent() && !disabled.contains(block.getKey())) {
        component(block.getKey(), block.getValue(), Format.at(cluster, block.getKey()), into);
      }
    }
  }

  private static void kubelet(Tree.Mapping kubelet, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead("kubelet", "machine.kubelet", FIELDS.block("kubelet"), kubelet);
    kubelet(kubelet, "extraConfig", into);
  }

  /** A kubelet, with its own configuration in one of the fields. */
  static void kubelet(Tree.Mapping kubelet, String config, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping extra = Format.at(kubelet, config);
    // Talos lets nobody set these: pkg/machinery/kubelet/kubelet.go.
    Set<String> denied = FIELDS.block("kubeletConfiguration").overwritten();
    for (Map.Entry<String, Tree> field : extra.entries().entrySet()) {
      if (denied.contains(field.getKey())) {
        throw new InvalidDocumentException(
            field.getValue().span().line(),
            "sets " + field.getKey() + ", which Talos sets itself: it refuses the configuration");
      }
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    kubelet
        .get("defaultRuntimeSeccompProfileEnabled")
        .ifPresent(value -> fields.put("seccompDefault", value));
    fields.putAll(extra.entries());
    Tree.Mapping settings = new Tree.Mapping(fields, kubelet.span());
    into.add(
        new Configured(
            "kubelet",
            Format.text(kubelet, "image"),
            kubelet,
            TalosArguments.of("kubelet", Releases.ANY, kubelet, into),
            fields.isEmpty() ? Optional.empty() : settings(ConfigSchema.KUBELET, settings)));
  }

  private static Optional<Settings> settings(ConfigSchema schema, Tree.Mapping document) {
    return Optional.of(new Settings(schema, document, Editing.IMPOSSIBLE));
  }

  private static void component(String field, String name, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(name, "cluster." + field, FIELDS.block(field), block);
    List<Argument> arguments = new ArrayList<>(TalosArguments.of(name, Releases.ANY, block, into));
    Optional<Settings> settings = Optional.empty();
    if (block.get("config").isPresent()) {
      settings = settings(ConfigSchema.SCHEDULER, Format.at(block, "config"));
    }
    NodeFiles around = into.nodeFiles();
    if (block.get("auditPolicy").isPresent()) {
      Tree.Mapping policy = Format.at(block, "auditPolicy");
      into.nodeFiles(into.nodeFiles().with(TalosArguments.AUDIT_POLICY, policy));
      arguments.add(into.argument("audit-policy-file", TalosArguments.AUDIT_POLICY, policy));
    }
    List<Tree> plugins = Format.list(block, "admissionControl");
    if (!plugins.isEmpty() && !SynthesizedTree.hasPodSecurityElsewhere(plugins)) {
      Tree.Mapping admission = SynthesizedTree.admission(plugins, plugins.get(0));
      into.nodeFiles(into.nodeFiles().with(TalosArguments.ADMISSION, admission));
      arguments.add(
          into.argument("admission-control-config-file", TalosArguments.ADMISSION, plugins.get(0)));
    }
    into.add(new Configured(name, Format.text(block, "image"), block, arguments, settings));
    into.nodeFiles(around);
    authorizers(block, arguments, into);
  }

  /** Talos puts Node and RBAC before those that are given, and takes none of them beside a flag. */
  private static void authorizers(Tree.Mapping block, List<Argument> arguments, ComponentSink into)
      throws InvalidDocumentException {
    List<Tree> given = Format.list(block, "authorizationConfig");
    boolean byFlags =
        arguments.stream()
            .map(ExtraArguments::flagOf)
            .anyMatch(
                flag ->
                    flag.equals("authorization-mode") || flag.startsWith("authorization-webhook-"));
    if (!given.isEmpty() && !byFlags) {
      into.authorizers(TalosArguments.authorizers(given));
    }
  }
}
