package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments that k3s itself gives each component, read in its source at v1.29.15, v1.30.4,
 * v1.31.4, v1.32.10, v1.33.12, v1.34.8, v1.35.5 and v1.36.3: pkg/daemons/control/server.go,
 * pkg/daemons/agent/agent_linux.go, pkg/cli/server/server.go and pkg/etcd/etcd.go. What differs
 * between these, or follows from the node's own addresses and names, is given without a value and
 * is unknown; --advertise-port is left out, which Kubernetes' own API server does not have.
 *
 * @param server the directory of the server's files
 * @param agent the directory of the agent's files
 */
record BuiltInArguments(String server, String agent) {

  /** The value of an argument that is given, and with which value is not known. */
  private static final String UNDETERMINED = "";

  private static final String FALSE = "false";
  private static final String TRUE = "true";
  private static final String LOOPBACK = "127.0.0.1";

  /** pkg/cli/server/server.go, unless people give suites of their own. */
  private static final String CIPHERS =
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"
          + "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,"
          + "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305";

  private static final List<String> OF_THE_CLUSTER =
      List.of(
          "service-cluster-ip-range",
          "service-node-port-range",
          "service-account-issuer",
          "api-audiences",
          "kubelet-preferred-address-types");

  static BuiltInArguments below(String dataDirectory) {
    return new BuiltInArguments(dataDirectory + "/server", dataDirectory + "/agent");
  }

  /** One of k3s's own arguments. */
  static Argument argument(String name, String value, SourceLocation place) {
    return new Argument(
        "--" + name + "=" + value,
        value.equals(UNDETERMINED) ? Resolution.UNRESOLVED : Resolution.RESOLVED,
        place);
  }

  /**
   * @param extra what people add, which takes the place of some
   */
  Map<String, String> apiServer(K3sOptions options, Datastore datastore, List<Option> extra) {
    Map<String, String> given = new LinkedHashMap<>();
    String tls = server + "/tls/";
    given.put("storage-backend", "etcd3");
    given.put("cert-dir", tls + "temporary-certs");
    given.put("allow-privileged", TRUE);
    given.put("enable-bootstrap-token-auth", TRUE);
    given.put("service-account-signing-key-file", tls + "service.current.key");
    given.put("service-account-key-file", tls + "service.key");
    given.put("secure-port", securePort(options));
    given.put("bind-address", loopback(options));
    given.put("tls-cert-file", tls + "serving-kube-apiserver.crt");
    given.put("tls-private-key-file", tls + "serving-kube-apiserver.key");
    given.put("kubelet-certificate-authority", tls + "server-ca.crt");
    given.put("kubelet-client-certificate", tls + "client-kube-apiserver.crt");
    given.put("kubelet-client-key", tls + "client-kube-apiserver.key");
    given.put("requestheader-client-ca-file", tls + "request-header-ca.crt");
    given.put("requestheader-allowed-names", "system:auth-proxy");
    given.put("requestheader-extra-headers-prefix", "X-Remote-Extra-");
    given.put("requestheader-group-headers", "X-Remote-Group");
    given.put("requestheader-username-headers", "X-Remote-User");
    given.put("proxy-client-cert-file", tls + "client-auth-proxy.crt");
    given.put("proxy-client-key-file", tls + "client-auth-proxy.key");
    given.put("client-ca-file", tls + "client-ca.crt");
    given.put("enable-admission-plugins", "NodeRestriction");
    given.put("profiling", FALSE);
    OF_THE_CLUSTER.forEach(name -> given.put(name, UNDETERMINED));
    given.putAll(datastore.arguments(tls + "etcd/"));
    given.putAll(unlessReplaced(extra));
    if (options.isTrue("secrets-encryption")) {
      given.put("encryption-provider-config", server + "/cred/encryption-config.json");
      given.put("encryption-provider-config-automatic-reload", TRUE);
    }
    return given;
  }

  /**
   * The API server refuses --authorization-mode beside --authorization-config: one that runs was
   * not given both. Whether --anonymous-auth is given beside --authentication-config differs.
   */
  private static Map<String, String> unlessReplaced(List<Option> extra) {
    Map<String, String> given = new LinkedHashMap<>();
    if (ExtraArguments.value("authorization-config", extra).isEmpty()) {
      given.put("authorization-mode", "Node,RBAC");
    }
    boolean file = !ExtraArguments.value("authentication-config", extra).isEmpty();
    given.put("anonymous-auth", file ? UNDETERMINED : FALSE);
    if (ExtraArguments.value("tls-cipher-suites", extra).isEmpty()) {
      given.put("tls-cipher-suites", CIPHERS);
    }
    return given;
  }

  private static String securePort(K3sOptions options) {
    boolean moved = options.has("https-listen-port") || options.has("apiserver-port");
    return moved ? UNDETERMINED : "6444";
  }

  /** Of the node's first address's family; pkg/daemons/config/types.go. */
  private static String loopback(K3sOptions options) {
    return options.text("node-ip").split(",", 2)[0].contains(":") ? "::1" : LOOPBACK;
  }

  Map<String, String> controllerManager(K3sOptions options) {
    Map<String, String> given = serving(options, "controller", "10257");
    String tls = server + "/tls/";
    given.put("controllers", UNDETERMINED);
    given.put("service-account-private-key-file", tls + "service.current.key");
    given.put("allocate-node-cidrs", TRUE);
    given.put("service-cluster-ip-range", UNDETERMINED);
    given.put("cluster-cidr", UNDETERMINED);
    given.put("root-ca-file", tls + "server-ca.crt");
    given.put("use-service-account-credentials", TRUE);
    for (String signer : List.of("kube-apiserver-client", "kubelet-client")) {
      given.put("cluster-signing-" + signer + "-cert-file", tls + "client-ca.nochain.crt");
      given.put("cluster-signing-" + signer + "-key-file", tls + "client-ca.key");
    }
    for (String signer : List.of("kubelet-serving", "legacy-unknown")) {
      given.put("cluster-signing-" + signer + "-cert-file", tls + "server-ca.nochain.crt");
      given.put("cluster-signing-" + signer + "-key-file", tls + "server-ca.key");
    }
    return given;
  }

  Map<String, String> scheduler(K3sOptions options) {
    return serving(options, "scheduler", "10259");
  }

  /** A serving certificate is given from v1.32 on. */
  private Map<String, String> serving(K3sOptions options, String component, String port) {
    Map<String, String> given = new LinkedHashMap<>();
    String kubeconfig = server + "/cred/" + component + ".kubeconfig";
    given.put("kubeconfig", kubeconfig);
    given.put("authorization-kubeconfig", kubeconfig);
    given.put("authentication-kubeconfig", kubeconfig);
    given.put("bind-address", loopback(options));
    given.put("secure-port", port);
    given.put("profiling", FALSE);
    given.put("tls-cert-file", UNDETERMINED);
    given.put("tls-private-key-file", UNDETERMINED);
    return given;
  }

  Map<String, String> kubelet(K3sOptions options, KubeletForm form) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("kubeconfig", agent + "/kubelet.kubeconfig");
    given.put("read-only-port", "0");
    given.put("hostname-override", nodeName(options));
    given.put("node-labels", UNDETERMINED);
    given.put("node-ip", UNDETERMINED);
    if (form != KubeletForm.FLAGS) {
      given.put("config-dir", form == KubeletForm.DROP_INS ? dropInDirectory() : UNDETERMINED);
      return given;
    }
    given.put("healthz-bind-address", loopback(options));
    given.put("fail-swap-on", FALSE);
    given.put("authentication-token-webhook", TRUE);
    given.put("anonymous-auth", FALSE);
    given.put("authorization-mode", "Webhook");
    given.put("pod-manifest-path", agent + "/pod-manifests");
    given.put("client-ca-file", agent + "/client-ca.crt");
    given.put("tls-cert-file", agent + "/serving-kubelet.crt");
    given.put("tls-private-key-file", agent + "/serving-kubelet.key");
    given.put("feature-gates", "CloudDualStackNodeIPs=true");
    if (options.isTrue("protect-kernel-defaults")) {
      given.put("protect-kernel-defaults", TRUE);
    }
    return given;
  }

  String dropInDirectory() {
    return agent + "/etc/kubelet.conf.d";
  }

  /** It is always given: the name that k3s takes for the node. */
  private static String nodeName(K3sOptions options) {
    return options.has("node-name") ? options.text("node-name") : "the name of the node";
  }

  Map<String, String> proxy(K3sOptions options) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("proxy-mode", "iptables");
    given.put("healthz-bind-address", loopback(options));
    given.put("kubeconfig", agent + "/kubeproxy.kubeconfig");
    given.put("cluster-cidr", UNDETERMINED);
    given.put("hostname-override", nodeName(options));
    return given;
  }

  /** k3s writes etcd's configuration, and what people add to it, into this file. */
  Map<String, String> etcd() {
    return Map.of("config-file", server + "/db/etcd/config");
  }
}
