package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A TenantControlPlane of Kamaji. Extra arguments replace its own, but for some that it always sets
 * itself (internal/builders/controlplane/deployment.go at ddbabd87).
 *
 * @see <a href="https://kamaji.clastix.io/reference/api/">its fields</a>
 */
final class Kamaji implements Format {

  private static final FieldTable FIELDS = FieldTable.of("kamaji");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "TenantControlPlane", "kamaji.clastix.io/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    Tree.Mapping deployment = Format.at(spec, "controlPlane", "deployment");
    Tree.Mapping kubernetes = Format.at(spec, "kubernetes");
    for (String component :
        List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
      into.notRead(
          component, "spec.controlPlane.deployment", FIELDS.block("deployment"), deployment);
      into.notRead(component, "spec.kubernetes", FIELDS.block("kubernetes"), kubernetes);
    }
    Tree.Mapping extra = Format.at(deployment, "extraArgs");
    String version = Format.text(kubernetes, "version");
    apiServer(extra, kubernetes, version, into);
    into.arguments(
        "kube-controller-manager",
        version,
        extra,
        ExtraArguments.asGiven(extra, "controllerManager", into));
    into.arguments(
        "kube-scheduler",
        version,
        extra,
        without("schedulerArguments", ExtraArguments.asGiven(extra, "scheduler", into)));
    kubelet(Format.at(kubernetes, "kubelet"), version, into);
  }

  private static void apiServer(
      Tree.Mapping extra, Tree.Mapping kubernetes, String version, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments =
        new ArrayList<>(
            without("apiServerArguments", ExtraArguments.asGiven(extra, "apiServer", into)));
    Tree plugins = kubernetes.get("admissionControllers").orElse(null);
    if (plugins != null) {
      arguments.add(
          into.argument("enable-admission-plugins", ExtraArguments.joined(plugins), plugins));
    }
    into.arguments("kube-apiserver", version, extra, arguments);
  }

  /** The arguments without those that Kamaji sets itself, whatever they say. */
  private static List<Argument> without(String block, List<Argument> arguments) {
    Set<String> managed = FIELDS.block(block).overwritten();
    return arguments.stream()
        .filter(argument -> !managed.contains(ExtraArguments.flagOf(argument)))
        .toList();
  }

  /** Patches of the KubeletConfiguration that nodes take from the tenant's kubelet-config. */
  private static void kubelet(Tree.Mapping kubelet, String version, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead("kubelet", "spec.kubernetes.kubelet", FIELDS.block("kubelet"), kubelet);
    Tree patches = kubelet.get("configurationJSONPatches").orElse(null);
    if (patches != null) {
      Tree.Mapping settings = JsonPatch.apply(SynthesizedTree.empty(patches), patches);
      into.add(
          Configured.bySettings("kubelet", version, List.of(), ConfigSchema.KUBELET, settings));
    }
  }
}
