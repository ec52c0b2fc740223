package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ExtraArguments.Decoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RKE1's {@code cluster.yml}, alone or in Rancher's Cluster. An extra argument replaces what RKE
 * sets: cluster/plan.go of rancher/rke at 6dff99618c1b.
 *
 * @see <a href="https://rke.docs.rancher.com/config-options/services">its services</a>
 */
final class Rke1 implements Format {

  private static final Map<String, String> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("kube-api", "kube-apiserver");
    SERVICES.put("kube-controller", "kube-controller-manager");
    SERVICES.put("scheduler", "kube-scheduler");
    SERVICES.put("kubelet", "kubelet");
    SERVICES.put("kubeproxy", "kube-proxy");
    SERVICES.put("etcd", "etcd");
  }

  private static final String POLICY = "/etc/kubernetes/audit-policy.yaml";

  private static final Map<String, String> AUDIT =
      Map.of(
          "path", "audit-log-path",
          "max_age", "audit-log-maxage",
          "max_backup", "audit-log-maxbackup",
          "max_size", "audit-log-maxsize");

  private static final FieldTable FIELDS = FieldTable.of("rke1");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return document.get("kind").isEmpty()
            && document.get("services").orElse(document) instanceof Tree.Mapping services
            && services.entries().keySet().stream().anyMatch(SERVICES::containsKey)
            && (document.get("nodes").isPresent() || hasArguments(services))
        || isOfRancher(document);
  }

  private static boolean hasArguments(Tree.Mapping services) {
    return services.entries().values().stream()
        .anyMatch(
            service ->
                service instanceof Tree.Mapping fields
                    && fields.entries().keySet().stream().anyMatch(k -> k.startsWith("extra_")));
  }

  private static boolean isOfRancher(Tree.Mapping document) {
    return Format.is(document, "Cluster", "management.cattle.io/")
        && document.get("spec").orElse(document) instanceof Tree.Mapping spec
        && spec.get("rancherKubernetesEngineConfig").isPresent();
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping cluster =
        isOfRancher(document)
            ? Format.at(document, "spec", "rancherKubernetesEngineConfig")
            : document;
    into.notRead(Component.NAMES, "", FIELDS.block("cluster"), cluster);
    Tree.Mapping services = Format.at(cluster, "services");
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      if (services.get(service.getKey()).isPresent() || service.getKey().equals("kube-api")) {
        component(service.getKey(), service.getValue(), cluster, into);
      }
    }
  }

  private static void component(
      String service, String name, Tree.Mapping cluster, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping block = Format.at(cluster, "services", service);
    into.notRead(name, "services." + service, FIELDS.block(service), block);
    NodeFiles before = into.nodeFiles();
    List<Argument> arguments = new ArrayList<>();
    if (name.equals("kube-apiserver")) {
      arguments.addAll(apiServer(block, cluster, into));
    }
    List<Argument> extra = ExtraArguments.of(block, "extra_args", Decoding.LENIENT, into);
    for (Argument argument : extra) {
      String flag = argument.value().split("=", 2)[0] + "=";
      arguments.removeIf(own -> own.value().startsWith(flag));
    }
    arguments.addAll(extra);
    arguments.addAll(ExtraArguments.of(block, "extra_args_array", Decoding.LENIENT, into));
    if (Format.text(block, "generate_serving_certificate").equals("true")) {
      for (String flag : List.of("tls-cert-file", "tls-private-key-file")) {
        arguments.add(
            into.unresolved(flag, "", block.get("generate_serving_certificate").orElseThrow()));
      }
    }
    String version = name.equals("etcd") ? "" : Format.text(cluster, "kubernetes_version");
    into.arguments(name, version, block, arguments);
    into.nodeFiles(before);
  }

  private static List<Argument> apiServer(
      Tree.Mapping block, Tree.Mapping cluster, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = new ArrayList<>();
    Tree mode = Format.at(cluster, "authorization").get("mode").orElse(null);
    if (mode instanceof Tree.Scalar scalar) {
      // Without RBAC RKE sets no mode, and the API server allows everything.
      String modes = scalar.text().equals("rbac") ? "Node,RBAC" : "AlwaysAllow";
      arguments.add(
          into.argument(
              "authorization-mode", Placeholder.isIn(scalar.text()) ? scalar.text() : modes, mode));
    }
    plugins(block, into, arguments);
    Tree encryption = Format.at(block, "secrets_encryption_config").get("enabled").orElse(null);
    if (encryption instanceof Tree.Scalar on && on.text().equals("true")) {
      arguments.add(
          into.argument(
              "encryption-provider-config", "/etc/kubernetes/ssl/encryption.yaml", encryption));
    }
    audit(Format.at(block, "audit_log", "configuration"), into, arguments);
    return arguments;
  }

  /** RKE appends these to a list of its own, which has NodeRestriction. */
  private static void plugins(Tree.Mapping block, ComponentSink into, List<Argument> arguments)
      throws InvalidDocumentException {
    List<String> plugins = new ArrayList<>(List.of("NodeRestriction"));
    Tree pull = block.get("always_pull_images").orElse(null);
    if (pull instanceof Tree.Scalar on && on.text().equals("true")) {
      plugins.add("AlwaysPullImages");
    }
    Tree limit = Format.at(block, "event_rate_limit").get("enabled").orElse(null);
    if (limit instanceof Tree.Scalar on && on.text().equals("true")) {
      plugins.add("EventRateLimit");
    }
    Tree at = limit == null ? pull : limit;
    if (at != null && plugins.size() > 1) {
      arguments.add(into.argument("enable-admission-plugins", String.join(",", plugins), at));
    }
  }

  private static void audit(
      Tree.Mapping configuration, ComponentSink into, List<Argument> arguments)
      throws InvalidDocumentException {
    for (Map.Entry<String, String> field : AUDIT.entrySet()) {
      Tree value = configuration.get(field.getKey()).orElse(null);
      if (value != null) {
        arguments.add(
            into.argument(field.getValue(), ExtraArguments.text(value, Decoding.LENIENT), value));
      }
    }
    Tree policy = configuration.get("policy").orElse(null);
    if (policy instanceof Tree.Mapping document) {
      into.nodeFiles(NodeFiles.none().with(POLICY, document));
      arguments.add(into.argument("audit-policy-file", POLICY, policy));
    }
  }
}
