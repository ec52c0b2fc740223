package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * kops' Cluster. What kops makes of its fields is in pkg/model/components/apiserver.go and
 * nodeup/pkg/model/kube_apiserver.go at 268927e26409 (1.37.0-alpha.1).
 *
 * @see <a href="https://kops.sigs.k8s.io/cluster_spec/">kops' cluster spec</a>
 */
final class Kops implements Format {

  /** The blocks of components other than the kubelet. */
  private static final Map<String, String> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put("kubeAPIServer", "kube-apiserver");
    BLOCKS.put("kubeControllerManager", "kube-controller-manager");
    BLOCKS.put("kubeScheduler", "kube-scheduler");
  }

  private static final String MODE = "authorization-mode";
  private static final String PLUGINS = "enable-admission-plugins";

  /**
   * Of the plugins that kops enables by name, the only one that is not on by default.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">admission
   *     control</a>
   */
  private static final String OWN_PLUGIN = "NodeRestriction";

  private static final FieldTable FIELDS = FieldTable.of("kops");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOfKops(document, "Cluster");
  }

  static boolean isOfKops(Tree.Mapping document, String kind) {
    return Format.is(document, kind, "kops.k8s.io/") || Format.is(document, kind, "kops/");
  }

  /** The names of the Clusters in a file. */
  static List<String> clusters(SourceFile.Parsed file) {
    return file.objects().stream()
        .filter(object -> isOfKops(object, "Cluster"))
        .map(Format::nameOf)
        .toList();
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    into.notRead(Component.NAMES, "spec", FIELDS.block("cluster"), spec);
    NodeFiles files = NodeFiles.of(Format.list(spec, "fileAssets"));
    files.reportOverrides(into);
    into.nodeFiles(files);
    reportEtcd(spec, into);
    KopsFields fields = new KopsFields(FIELDS, Format.text(document, "apiVersion"), into);
    String version = Format.text(spec, "kubernetesVersion");
    for (Map.Entry<String, String> block : BLOCKS.entrySet()) {
      component(block.getValue(), block.getKey(), spec, version, fields, into);
    }
    if (spec.get("kubeProxy").isPresent()) {
      component("kube-proxy", "kubeProxy", spec, version, fields, into);
    }
    new KopsKubelets(document, fields, into).add();
  }

  private static void component(
      String name,
      String field,
      Tree.Mapping spec,
      String version,
      KopsFields fields,
      ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping block = Format.at(spec, field);
    List<Argument> arguments = fields.arguments(name, "spec." + field, block);
    if (name.equals("kube-apiserver")) {
      arguments.addAll(authorization(spec, block, into));
      arguments.addAll(admission(block, into));
      arguments.addAll(encryption(spec, into));
    }
    String image = Format.text(block, "image");
    into.arguments(name, image.isEmpty() ? version : image, block, arguments);
  }

  /**
   * {@code spec.authorization} sets the mode, whatever the API server's own field says. Without it
   * a newer kops has Node and RBAC, and an older one takes the field.
   */
  private static List<Argument> authorization(
      Tree.Mapping spec, Tree.Mapping apiServer, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping authorization = Format.at(spec, "authorization");
    if (authorization.get("alwaysAllow").isPresent()) {
      return List.of(into.argument(MODE, "AlwaysAllow", authorization));
    }
    if (authorization.get("rbac").isPresent()) {
      return List.of(into.argument(MODE, "Node,RBAC", authorization));
    }
    Tree own = apiServer.get("authorizationMode").orElse(null);
    if (own == null) {
      return List.of();
    }
    String mode = ExtraArguments.joined(own);
    return List.of(
        mode.equals("Node,RBAC")
            ? into.argument(MODE, mode, own)
            : into.unresolved(MODE, mode, own));
  }

  /**
   * {@code enableAdmissionPlugins} is replaced by kops' own list, to which {@code
   * appendAdmissionPlugins} adds; {@code admissionControl} replaces both.
   */
  private static List<Argument> admission(Tree.Mapping apiServer, ComponentSink into)
      throws InvalidDocumentException {
    Tree all = apiServer.get("admissionControl").orElse(null);
    if (all != null) {
      return List.of(into.argument(PLUGINS, ExtraArguments.joined(all), all));
    }
    Tree appended = apiServer.get("appendAdmissionPlugins").orElse(null);
    return appended == null
        ? List.of()
        : List.of(
            into.argument(PLUGINS, OWN_PLUGIN + "," + ExtraArguments.joined(appended), appended));
  }

  /** The file itself is made from a secret. */
  private static List<Argument> encryption(Tree.Mapping spec, ComponentSink into) {
    Tree on = spec.get("encryptionConfig").orElse(null);
    if (!(on instanceof Tree.Scalar scalar) || scalar.text().equals("false")) {
      return List.of();
    }
    String file =
        Placeholder.isIn(scalar.text())
            ? scalar.text()
            : "/srv/kubernetes/kube-apiserver/encryptionconfig.yaml";
    return List.of(into.argument("encryption-provider-config", file, on));
  }

  /**
   * etcd-manager hands variables that begin with ETCD_ to etcd, which reads its flags from them.
   */
  private static void reportEtcd(Tree.Mapping spec, ComponentSink into)
      throws InvalidDocumentException {
    List<Tree> variables = new ArrayList<>();
    for (Tree cluster : Format.list(spec, "etcdClusters")) {
      variables.addAll(Format.list(Format.at(Tree.mapping(cluster), "manager"), "env"));
    }
    for (Tree variable : variables) {
      String name = Format.text(Tree.mapping(variable), "name");
      if (name.startsWith("ETCD_")) {
        into.notRead("etcd", "spec.etcdClusters manager.env " + name, variable);
      }
    }
  }
}
