package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.K3sArguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cluster API's provider for RKE2, which writes RKE2's configuration on each machine.
 *
 * @see <a
 *     href="https://github.com/rancher/cluster-api-provider-rke2/blob/main/controlplane/api/v1beta2/rke2controlplane_types.go">
 *     its fields</a>, at 0888d66e2d46
 */
final class Rke2ClusterApi implements Format {

  /** Where the configuration is, by kind. */
  private static final Map<String, String[]> SPECS =
      Map.of(
          "RKE2ControlPlane", new String[] {"spec"},
          "RKE2ControlPlaneTemplate", new String[] {"spec", "template", "spec"},
          "RKE2Config", new String[] {"spec"},
          "RKE2ConfigTemplate", new String[] {"spec", "template", "spec"});

  /** The component that a block configures. */
  private static final Map<String, String> SERVER =
      Map.of(
          "kubeAPIServer", "kube-apiserver",
          "kubeControllerManager", "kube-controller-manager",
          "kubeScheduler", "kube-scheduler");

  private static final Map<String, String> AGENT =
      Map.of("kubelet", "kubelet", "kubeProxy", "kube-proxy");

  private static final FieldTable FIELDS = FieldTable.of("rke2-cluster-api");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    String group = Format.text(document, "apiVersion");
    return SPECS.containsKey(Format.text(document, "kind"))
        && (group.startsWith("controlplane.cluster.x-k8s.io/")
            || group.startsWith("bootstrap.cluster.x-k8s.io/"));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec =
        Format.at(document, SPECS.getOrDefault(Format.text(document, "kind"), new String[0]));
    Tree.Mapping server = Format.at(spec, "serverConfig");
    Tree.Mapping agent = Format.at(spec, "agentConfig");
    into.notRead(Component.NAMES, "", FIELDS.block("spec"), spec);
    into.notRead(Component.NAMES, "serverConfig", FIELDS.block("serverConfig"), server);
    into.notRead(Component.NAMES, "agentConfig", FIELDS.block("agentConfig"), agent);
    NodeFiles files = NodeFiles.of(Format.list(spec, "files"));
    files.reportOverrides(into);
    MachineCommands.report(spec, List.of("preRKE2Commands", "postRKE2Commands"), into);
    into.nodeFiles(files);
    Map<String, Tree> options = new LinkedHashMap<>();
    arguments(server, SERVER, options, into);
    arguments(agent, AGENT, options, into);
    component("etcd", Format.at(Format.at(server, "etcd"), "customConfig"), options, into);
    put(agent, "cisProfile", "profile", options);
    put(agent, "protectKernelDefaults", "protect-kernel-defaults", options);
    put(agent, "podSecurityAdmissionConfigFile", "pod-security-admission-config-file", options);
    server
        .get("auditPolicySecret")
        .ifPresent(
            secret ->
                options.put(
                    "audit-policy-file",
                    SynthesizedTree.text("/etc/rancher/rke2/audit-policy.yaml", secret)));
    server
        .get("secretsEncryption")
        .ifPresent(on -> options.put("secrets-encryption", SynthesizedTree.text("true", on)));
    Rancher.options(new Tree.Mapping(options, spec.span()), version(document, spec, agent), into);
  }

  /** In older versions of the API it is among the agent's fields. */
  private static String version(Tree.Mapping document, Tree.Mapping spec, Tree.Mapping agent)
      throws InvalidDocumentException {
    for (Tree.Mapping fields : List.of(spec, agent, Format.at(document, "spec"))) {
      String version = Format.text(fields, "version");
      if (!version.isEmpty()) {
        return version;
      }
    }
    return "";
  }

  private static void put(
      Tree.Mapping fields, String field, String option, Map<String, Tree> options) {
    fields.get(field).ifPresent(value -> options.put(option, value));
  }

  private static void arguments(
      Tree.Mapping config,
      Map<String, String> blocks,
      Map<String, Tree> options,
      ComponentSink into)
      throws InvalidDocumentException {
    for (Map.Entry<String, String> block : blocks.entrySet()) {
      component(block.getValue(), Format.at(config, block.getKey()), options, into);
    }
  }

  private static void component(
      String component, Tree.Mapping block, Map<String, Tree> options, ComponentSink into) {
    String option = K3sArguments.option(component);
    into.notRead(component, option, FIELDS.block("component"), block);
    put(block, "extraArgs", option, options);
  }
}
