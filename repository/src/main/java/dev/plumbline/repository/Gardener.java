package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Shoot of Gardener, whose fields become arguments and fields of a kubelet's configuration
 * (pkg/apis/core/v1beta1/types_shoot.go, pkg/component/kubernetes/apiserver/deployment.go and
 * pkg/component/apiserver/admission.go at b312835d).
 *
 * @see <a href="https://gardener.cloud/docs/gardener/api-reference/core/">its fields</a>
 */
final class Gardener implements Format {

  /** The blocks of {@code spec.kubernetes} of which the fields are flags. */
  private static final Map<String, String> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put("kubeAPIServer", "kube-apiserver");
    BLOCKS.put("kubeControllerManager", "kube-controller-manager");
    BLOCKS.put("kubeScheduler", "kube-scheduler");
    BLOCKS.put("kubeProxy", "kube-proxy");
  }

  private static final FieldTable FIELDS = FieldTable.of("gardener");

  private static final String PLUGINS = "admissionPlugins";

  /** Where Gardener puts the configuration of admission plugins. */
  private static final String ADMISSION = "/etc/kubernetes/admission/admission-configuration.yaml";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "Shoot", "core.gardener.cloud/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    Tree.Mapping kubernetes = Format.at(spec, "kubernetes");
    String version = Format.text(kubernetes, "version");
    for (Map.Entry<String, String> entry : BLOCKS.entrySet()) {
      Tree.Mapping block = Format.at(kubernetes, entry.getKey());
      if (kubernetes.get(entry.getKey()).isPresent()
          && !Format.text(block, "enabled").equals("false")) {
        component(entry.getValue(), version, "spec.kubernetes." + entry.getKey(), block, into);
      }
    }
    into.notRead(BLOCKS.values(), "spec.kubernetes", FIELDS.block("kubernetes"), kubernetes);
    kubelets(spec, kubernetes, version, into);
  }

  private static void component(
      String component, String version, String path, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = arguments(component, path, block, into);
    NodeFiles around = into.nodeFiles();
    List<Tree> configured = configuredPlugins(block);
    if (!configured.isEmpty() && !SynthesizedTree.hasPodSecurityElsewhere(configured)) {
      Tree at = configured.get(0);
      into.nodeFiles(around.with(ADMISSION, SynthesizedTree.admission(configured, at)));
      arguments.add(into.argument("admission-control-config-file", ADMISSION, at));
    }
    into.arguments(component, version, block, arguments);
    into.nodeFiles(around);
  }

  /** The plugins with a configuration, as an AdmissionConfiguration has them. */
  private static List<Tree> configuredPlugins(Tree.Mapping block) throws InvalidDocumentException {
    List<Tree> configured = new ArrayList<>();
    for (Tree item : Format.list(block, PLUGINS)) {
      Tree.Mapping plugin = Tree.mapping(item);
      Tree config = plugin.get("config").orElse(null);
      if (config != null && !Format.text(plugin, "disabled").equals("true")) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("name", SynthesizedTree.text(plugin.string("name"), plugin));
        fields.put("configuration", config);
        configured.add(new Tree.Mapping(fields, plugin.span()));
      }
    }
    return configured;
  }

  private static List<Argument> arguments(
      String component, String path, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    FieldTable.Block known = FIELDS.block(component);
    into.notRead(component, path, known, block);
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, Tree> field : block.entries().entrySet()) {
      String flag = known.flags().get(field.getKey());
      if (flag != null && !Tree.isNull(field.getValue())) {
        String value = ExtraArguments.joined(field.getValue());
        arguments.add(into.argument(flag, value, field.getValue()));
      }
    }
    arguments.addAll(plugins(block, into));
    return arguments;
  }

  /** Plugins are added to Gardener's own or taken from them. */
  private static List<Argument> plugins(Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    List<String> enabled = new ArrayList<>();
    List<String> disabled = new ArrayList<>();
    for (Tree item : Format.list(block, PLUGINS)) {
      Tree.Mapping plugin = Tree.mapping(item);
      boolean off = Format.text(plugin, "disabled").equals("true");
      (off ? disabled : enabled).add(plugin.string("name"));
    }
    List<Argument> arguments = new ArrayList<>();
    Tree at = block.get(PLUGINS).orElse(block);
    if (!enabled.isEmpty()) {
      // Gardener enables this one by name on every API server.
      enabled.add(0, "NodeRestriction");
      arguments.add(into.argument("enable-admission-plugins", String.join(",", enabled), at));
    }
    if (!disabled.isEmpty()) {
      arguments.add(into.argument("disable-admission-plugins", String.join(",", disabled), at));
    }
    return arguments;
  }

  /** One for all workers, and one for each group of workers with a kubelet of its own. */
  private static void kubelets(
      Tree.Mapping spec, Tree.Mapping kubernetes, String version, ComponentSink into)
      throws InvalidDocumentException {
    boolean all = false;
    for (Tree item : Format.list(Format.at(spec, "provider"), "workers")) {
      Tree.Mapping worker = Format.at(Tree.mapping(item), "kubernetes");
      String own = Format.text(worker, "version");
      if (worker.get("kubelet").isPresent()) {
        kubelet(
            "spec.provider.workers.kubernetes.kubelet",
            Format.at(worker, "kubelet"),
            own.isEmpty() ? version : own,
            into);
      } else {
        all = true;
      }
    }
    if (kubernetes.get("kubelet").isPresent()
        && (all || Format.list(Format.at(spec, "provider"), "workers").isEmpty())) {
      kubelet("spec.kubernetes.kubelet", Format.at(kubernetes, "kubelet"), version, into);
    }
  }

  private static void kubelet(String path, Tree.Mapping block, String version, ComponentSink into)
      throws InvalidDocumentException {
    FieldTable.Block known = FIELDS.block("kubelet");
    into.notRead("kubelet", path, known, block);
    Tree.Mapping settings = SynthesizedTree.empty(block);
    for (Map.Entry<String, Tree> field : block.entries().entrySet()) {
      String name = known.flags().get(field.getKey());
      if (name != null && !Tree.isNull(field.getValue())) {
        settings = SynthesizedTree.with(settings, name, field.getValue());
      }
    }
    into.add(Configured.bySettings("kubelet", version, List.of(), ConfigSchema.KUBELET, settings));
  }
}
