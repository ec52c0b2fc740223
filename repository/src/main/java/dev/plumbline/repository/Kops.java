package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * kops' Cluster. Its fields bear the flags' names in camel case, but for a few.
 *
 * @see <a href="https://kops.sigs.k8s.io/cluster_spec/">kops' cluster spec</a>
 */
final class Kops implements Format {

  private static final Map<String, String> COMPONENTS = new LinkedHashMap<>();

  static {
    COMPONENTS.put("kubeAPIServer", "kube-apiserver");
    COMPONENTS.put("kubeControllerManager", "kube-controller-manager");
    COMPONENTS.put("kubeScheduler", "kube-scheduler");
    COMPONENTS.put("controlPlaneKubelet", "kubelet");
    COMPONENTS.put("masterKubelet", "kubelet");
    COMPONENTS.put("kubelet", "kubelet");
    COMPONENTS.put("kubeProxy", "kube-proxy");
  }

  /**
   * The fields that set a flag, and the flag. Others are kops' own, or not asked for by a control.
   */
  private static final Map<String, String> FLAGS = new LinkedHashMap<>();

  static {
    for (String flag :
        new String[] {
          "anonymous-auth",
          "authorization-mode",
          "audit-log-path",
          "audit-policy-file",
          "enable-admission-plugins",
          "disable-admission-plugins",
          "tls-cert-file",
          "tls-private-key-file",
          "tls-cipher-suites",
          "tls-min-version",
          "encryption-provider-config",
          "token-auth-file",
          "kubelet-client-certificate",
          "kubelet-client-key",
          "service-account-key-file",
          "request-timeout",
          "use-service-account-credentials",
          "service-account-private-key-file",
          "bind-address",
          "read-only-port",
          "protect-kernel-defaults",
          "streaming-connection-idle-timeout",
          "rotate-certificates",
          "authentication-token-webhook",
          "pod-max-pids",
          "feature-gates"
        }) {
      FLAGS.put(camelCase(flag), flag);
    }
    FLAGS.put("clientCAFile", "client-ca-file");
    FLAGS.put("rootCAFile", "root-ca-file");
    FLAGS.put("etcdCAFile", "etcd-cafile");
    FLAGS.put("etcdCertFile", "etcd-certfile");
    FLAGS.put("etcdKeyFile", "etcd-keyfile");
    FLAGS.put("auditLogMaxAge", "audit-log-maxage");
    FLAGS.put("auditLogMaxBackups", "audit-log-maxbackup");
    FLAGS.put("auditLogMaxSize", "audit-log-maxsize");
    FLAGS.put("enableProfiling", "profiling");
    FLAGS.put("terminatedPodGCThreshold", "terminated-pod-gc-threshold");
    FLAGS.put("eventQPS", "event-qps");
  }

  private static String camelCase(String flag) {
    StringBuilder name = new StringBuilder();
    for (String word : flag.split("-", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.is(document, "Cluster", "kops.k8s.io/")
        || Format.is(document, "Cluster", "kops/");
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    String version = Format.text(spec, "kubernetesVersion");
    for (Map.Entry<String, String> block : COMPONENTS.entrySet()) {
      boolean always = block.getValue().startsWith("kube-") && !block.getKey().equals("kubeProxy");
      if (always || spec.get(block.getKey()).isPresent()) {
        Tree.Mapping fields = Format.at(spec, block.getKey());
        List<Argument> arguments = arguments(fields, into);
        if (block.getKey().equals("kubeAPIServer")) {
          authorization(spec, fields, arguments, into);
        }
        into.arguments(block.getValue(), version, fields, arguments);
      }
    }
  }

  /** {@code spec.authorization} stands for a mode when the API server's own field is left out. */
  private static void authorization(
      Tree.Mapping spec, Tree.Mapping apiServer, List<Argument> arguments, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping authorization = Format.at(spec, "authorization");
    if (apiServer.get("authorizationMode").isPresent()) {
      return;
    }
    if (authorization.get("alwaysAllow").isPresent()) {
      arguments.add(into.argument("authorization-mode", "AlwaysAllow", authorization));
    } else if (authorization.get("rbac").isPresent()) {
      arguments.add(into.argument("authorization-mode", "Node,RBAC", authorization));
    }
  }

  private static List<Argument> arguments(Tree.Mapping fields, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, Tree> field : fields.entries().entrySet()) {
      String flag = FLAGS.get(field.getKey());
      if (flag != null && fields.get(field.getKey()).isPresent()) {
        arguments.add(
            into.argument(flag, ExtraArguments.joined(field.getValue()), field.getValue()));
      }
    }
    return arguments;
  }
}
