package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ComponentSink.Editing;
import dev.plumbline.repository.ComponentSink.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.text(document, "version").equals("v1alpha1")
        && document.get("kind").isEmpty()
        && (document.get("machine").isPresent() || document.get("cluster").isPresent());
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping patched = TalosPatch.withoutDirectives(document);
    Tree.Mapping machine = Format.at(patched, "machine");
    for (var field : FIELDS.block("machine").unknown(machine)) {
      into.notRead("kubelet", "machine." + field.getKey(), field.getValue());
    }
    NodeFiles.of(Format.list(machine, "files")).reportOverrides(into);
    for (Tree pod : Format.list(machine, "pods")) {
      into.pod(pod);
    }
    if (machine.get("kubelet").isPresent()) {
      kubelet(Format.at(machine, "kubelet"), into);
    }
    Tree.Mapping cluster = Format.at(patched, "cluster");
    for (var field : FIELDS.block("cluster").unknown(cluster)) {
      COMPONENTS
          .values()
          .forEach(name -> into.notRead(name, "cluster." + field.getKey(), field.getValue()));
    }
    for (Map.Entry<String, String> block : COMPONENTS.entrySet()) {
      if (cluster.get(block.getKey()).isPresent()) {
        component(block.getKey(), block.getValue(), Format.at(cluster, block.getKey()), into);
      }
    }
  }

  private static void kubelet(Tree.Mapping kubelet, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead("kubelet", "machine.kubelet", FIELDS.block("kubelet"), kubelet);
    Map<String, Tree> fields = new LinkedHashMap<>();
    kubelet
        .get("defaultRuntimeSeccompProfileEnabled")
        .ifPresent(value -> fields.put("seccompDefault", value));
    fields.putAll(Format.at(kubelet, "extraConfig").entries());
    Tree.Mapping settings = new Tree.Mapping(fields, kubelet.span());
    into.add(
        new Configured(
            "kubelet",
            Format.text(kubelet, "image"),
            kubelet,
            TalosArguments.of("kubelet", kubelet, into),
            fields.isEmpty() ? Optional.empty() : settings(ConfigSchema.KUBELET, settings)));
  }

  private static Optional<Settings> settings(ConfigSchema schema, Tree.Mapping document) {
    return Optional.of(new Settings(schema, document, Editing.IMPOSSIBLE));
  }

  private static void component(String field, String name, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(name, "cluster." + field, FIELDS.block(field), block);
    List<Argument> arguments = new ArrayList<>(TalosArguments.of(name, block, into));
    Optional<Settings> settings = Optional.empty();
    if (block.get("config").isPresent()) {
      settings = settings(ConfigSchema.SCHEDULER, Format.at(block, "config"));
    }
    if (block.get("auditPolicy").isPresent()) {
      Tree.Mapping policy = Format.at(block, "auditPolicy");
      into.nodeFiles(NodeFiles.ofDocument(TalosArguments.AUDIT_POLICY, policy));
      arguments.add(into.argument("audit-policy-file", TalosArguments.AUDIT_POLICY, policy));
    }
    into.add(new Configured(name, Format.text(block, "image"), block, arguments, settings));
    into.nodeFiles(NodeFiles.none());
  }
}
