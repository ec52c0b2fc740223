package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ExtraArguments.Decoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code k0s.yaml} of k0s. An extra argument replaces what k0s sets itself; raw arguments stand
 * behind all others (pkg/component/controller of k0sproject/k0s at dff90cee).
 *
 * @see <a href="https://docs.k0sproject.io/stable/configuration/">k0s' configuration</a>
 */
final class K0s implements Format {

  /** The blocks of {@code spec} that configure a component. */
  private static final Map<String, String> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put("api", "kube-apiserver");
    BLOCKS.put("controllerManager", "kube-controller-manager");
    BLOCKS.put("scheduler", "kube-scheduler");
  }

  private static final FieldTable FIELDS = FieldTable.of("k0s");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "ClusterConfig", "k0s.k0sproject.io/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    cluster(document, "", into);
  }

  /** A ClusterConfig, alone or within another document. */
  static void cluster(Tree.Mapping document, String version, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    into.notRead(Component.NAMES, "spec", FIELDS.block("spec"), spec);
    for (Map.Entry<String, String> entry : BLOCKS.entrySet()) {
      Tree.Mapping block = Format.at(spec, entry.getKey());
      String path = "spec." + entry.getKey();
      into.notRead(entry.getValue(), path, FIELDS.block(entry.getKey()), block);
      into.arguments(
          entry.getValue(), version, block, arguments(entry.getValue(), block, spec, into));
    }
    etcd(Format.at(spec, "storage"), into);
    proxy(spec, version, into);
    kubelets(spec, version, into);
  }

  private static List<Argument> arguments(
      String component, Tree.Mapping block, Tree.Mapping spec, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments =
        new ArrayList<>(ExtraArguments.of(block, "extraArgs", Decoding.STRICT, into));
    List<String> gates = new ArrayList<>();
    for (var gate : gates(component, spec).entrySet()) {
      gates.add(gate.getKey() + "=" + ExtraArguments.joined(gate.getValue()));
    }
    if (!gates.isEmpty()) {
      Tree at = spec.get("featureGates").orElse(spec);
      arguments.add(into.argument("feature-gates", String.join(",", gates), at));
    }
    arguments.addAll(ExtraArguments.asGiven(block, "rawArgs", into));
    return arguments;
  }

  /** The feature gates of a component: without a list of components they are for all of them. */
  private static Map<String, Tree> gates(String component, Tree.Mapping spec)
      throws InvalidDocumentException {
    Map<String, Tree> gates = new LinkedHashMap<>();
    for (Tree item : Format.list(spec, "featureGates")) {
      Tree.Mapping gate = Tree.mapping(item);
      boolean meant = Format.list(gate, "components").isEmpty();
      for (Tree name : Format.list(gate, "components")) {
        meant |= Tree.text(name).equals(component);
      }
      if (meant) {
        gates.put(gate.string("name"), gate.get("enabled").orElse(item));
      }
    }
    return gates;
  }

  /** An etcd of one's own, and a database in its place, are started elsewhere. */
  private static void etcd(Tree.Mapping storage, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping etcd = Format.at(storage, "etcd");
    into.notRead("etcd", "spec.storage.etcd", FIELDS.block("etcd"), etcd);
    boolean own =
        !Format.text(storage, "type").equals("kine") && etcd.get("externalCluster").isEmpty();
    if (own && !etcd.entries().isEmpty()) {
      List<Argument> arguments =
          new ArrayList<>(ExtraArguments.of(etcd, "extraArgs", Decoding.STRICT, into));
      arguments.addAll(ExtraArguments.asGiven(etcd, "rawArgs", into));
      into.arguments("etcd", "", etcd, arguments);
    }
  }

  private static void proxy(Tree.Mapping spec, String version, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping proxy = Format.at(spec, "network", "kubeProxy");
    into.notRead("kube-proxy", "spec.network.kubeProxy", FIELDS.block("kubeProxy"), proxy);
    if (!proxy.entries().isEmpty() && !Format.text(proxy, "disabled").equals("true")) {
      // Its own configuration has these fields under the same names.
      into.add(
          Configured.bySettings(
              "kube-proxy",
              version,
              arguments("kube-proxy", proxy, spec, into),
              ConfigSchema.PROXY,
              proxy));
    }
  }

  /** One for each worker profile; a worker without one has k0s' own configuration. */
  private static void kubelets(Tree.Mapping spec, String version, ComponentSink into)
      throws InvalidDocumentException {
    Map<String, Tree> gates = gates("kubelet", spec);
    Tree at = spec.get("featureGates").orElse(spec);
    Tree.Mapping ofAll =
        gates.isEmpty()
            ? SynthesizedTree.empty(at)
            : SynthesizedTree.with(
                SynthesizedTree.empty(at), "featureGates", new Tree.Mapping(gates, at.span()));
    List<Tree> profiles = Format.list(spec, "workerProfiles");
    for (Tree profile : profiles) {
      Tree.Mapping values = Format.at(Tree.mapping(profile), "values");
      Tree.Mapping settings = MergePatch.apply(ofAll, values);
      into.add(
          Configured.bySettings("kubelet", version, List.of(), ConfigSchema.KUBELET, settings));
    }
    if (profiles.isEmpty() && !gates.isEmpty()) {
      into.add(Configured.bySettings("kubelet", version, List.of(), ConfigSchema.KUBELET, ofAll));
    }
  }
}
