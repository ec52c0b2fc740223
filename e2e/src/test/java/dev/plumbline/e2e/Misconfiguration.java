package dev.plumbline.e2e;

import dev.plumbline.e2e.LiveControl.State;
import dev.plumbline.e2e.TrueCluster.Openness;
import dev.plumbline.engine.catalogue.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The true cluster as admins misconfigure it, and as kubeadm has left it. */
final class Misconfiguration {

  static final List<String> NODES = List.of(TrueCluster.CONTROL_PLANE, TrueCluster.WORKER);

  private static final String API_SERVER = "kube-apiserver";
  private static final String EVERYBODY = "live-controls-everybody";
  private static final String NODE_RIGHTS = "live-controls-nodes";
  private static final String OVERLAY = "config/overlays/admission-probes";

  /** Beside kubeadm's own files, which the API server's manifest mounts. */
  private static final Path FILES = TrueCluster.hostRoot().resolve("etc/kubernetes/pki/live");

  private static final Path DROP_INS =
      TrueCluster.hostRoot(TrueCluster.WORKER).resolve("etc/kubernetes/kubelet.conf.d");

  private static final String ADMISSION =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AdmissionConfiguration
      plugins:
      - name: EventRateLimit
        configuration:
          apiVersion: eventratelimit.admission.k8s.io/v1alpha1
          kind: Configuration
          limits:
          - {type: Server, qps: 5000, burst: 20000}
      - name: ImagePolicyWebhook
        configuration:
          imagePolicy:
            kubeConfigFile: /etc/kubernetes/pki/live/images.conf
            allowTTL: 600
            denyTTL: 600
            retryBackoff: 500
            defaultAllow: true
      """;

  /** Nobody answers there, and the configuration admits images then. */
  private static final String IMAGES =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: images, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: images, user: {}}]
      contexts: [{name: images, context: {cluster: images, user: images}}]
      current-context: images
      """;

  private final TrueCluster cluster;
  private final List<LiveControl> rows;
  private final Map<Path, String> before = new LinkedHashMap<>();

  /** Credentials for the kubelet's probes of the API server. */
  private String token = "";

  Misconfiguration(TrueCluster cluster, List<LiveControl> rows) throws IOException {
    this.cluster = cluster;
    this.rows = List.copyOf(rows);
    for (LiveControl row : rows) {
      for (String program : row.flags().keySet()) {
        keep(StaticPod.manifest(program));
      }
    }
    for (String node : NODES) {
      keep(TrueCluster.kubeletConfiguration(node));
    }
  }

  private void keep(Path file) throws IOException {
    before.put(file, Files.readString(file));
  }

  /** The probes of admission, and the files that flags name. */
  void prepare() throws IOException, InterruptedException {
    unbind();
    // An account without rights, which every account has on what probes ask for.
    token = Kubectl.token("default");
    Kubectl.assertDone(
        Kubectl.run("", "apply", "-k", TrueCluster.root().resolve(OVERLAY).toString()));
    Files.createDirectories(FILES);
    // What a server takes that is given no certificate, only a directory.
    TrueCluster.onNode(
        TrueCluster.CONTROL_PLANE,
        "cp /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key"
            + " /etc/kubernetes/pki/live/");
    Files.writeString(FILES.resolve("tokens.csv"), UUID.randomUUID() + ",nobody,nobody\n");
    Files.writeString(FILES.resolve("admission.yaml"), ADMISSION);
    Files.writeString(FILES.resolve("images.conf"), IMAGES);
    Files.writeString(
        FILES.resolve("enc.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources: [{resources: [secrets], providers: [{identity: {}}]}]
        """);
  }

  /** Gives every account all rights. */
  void bindEverybody() throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.run(
            "",
            "create",
            "clusterrolebinding",
            EVERYBODY,
            "--clusterrole=cluster-admin",
            "--group=system:authenticated"));
  }

  void unbind() throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.run(
            "", "delete", "clusterrolebinding", "--ignore-not-found", EVERYBODY, NODE_RIGHTS));
  }

  /** What the Node authorizer allows the cluster's nodes, and more. */
  void allowNodes() throws IOException, InterruptedException {
    Kubectl.assertDone(
        Kubectl.run(
            "",
            "create",
            "clusterrolebinding",
            NODE_RIGHTS,
            "--clusterrole=cluster-admin",
            "--user=system:node:" + TrueCluster.CONTROL_PLANE,
            "--user=system:node:" + TrueCluster.WORKER));
  }

  /**
   * The control plane's by its file, and the worker's by a drop-in, which can't take a field of the
   * file away.
   */
  void breakKubelets() throws IOException {
    for (String node : NODES) {
      boolean byDropIn = node.equals(TrueCluster.WORKER);
      Path file = TrueCluster.kubeletConfiguration(node);
      Map<String, Object> settings = OwnFixes.read(Files.readString(file));
      Map<String, Object> dropIn = new LinkedHashMap<>();
      for (LiveControl row : rows) {
        row.kubelet()
            .forEach(
                (field, value) ->
                    set(byDropIn && value.isPresent() ? dropIn : settings, field, value));
      }
      TrueCluster.edit(file, yaml -> OwnFixes.write(settings));
      if (byDropIn) {
        Files.createDirectories(DROP_INS);
        Files.writeString(
            DROP_INS.resolve("10-misconfigured.conf"),
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
                + OwnFixes.write(dropIn));
      }
    }
    restartKubelets();
  }

  /** With the worker's drop-ins. */
  void restartKubelets() {
    TrueCluster.restartKubelet(TrueCluster.CONTROL_PLANE);
    TrueCluster.restartKubelet(TrueCluster.WORKER, "--config-dir=/etc/kubernetes/kubelet.conf.d");
  }

  private static void set(Map<String, Object> settings, String field, Optional<Object> value) {
    int dot = field.indexOf('.');
    if (dot < 0) {
      value.ifPresentOrElse(present -> settings.put(field, present), () -> settings.remove(field));
      return;
    }
    String name = field.substring(0, dot);
    Map<String, Object> inner =
        settings.get(name) instanceof Map<?, ?> there
            ? OwnFixes.strings(there)
            : new LinkedHashMap<>();
    set(inner, field.substring(dot + 1), value);
    settings.put(name, inner);
  }

  /** All that is broken in a state, at once. */
  void breakStaticPods(State state, Openness expected) throws IOException {
    Map<String, Map<String, Optional<String>>> flags = new LinkedHashMap<>();
    for (LiveControl row : rows) {
      if (row.isBrokenIn(state)) {
        row.flags()
            .forEach(
                (program, values) ->
                    flags.computeIfAbsent(program, any -> new LinkedHashMap<>()).putAll(values));
      }
    }
    for (var program : flags.entrySet()) {
      TrueCluster.edit(
          StaticPod.manifest(program.getKey()),
          yaml -> StaticPod.with(trusting(yaml), program.getKey(), program.getValue()));
    }
    cluster.awaitServer(expected);
  }

  /** Without a file of authorities of its own, an API server takes the system's for etcd's. */
  private static String trusting(String yaml) {
    String environment =
        "    env: [{name: SSL_CERT_FILE, value: /etc/kubernetes/pki/etcd/ca.crt}]\n";
    return yaml.contains(environment) || !yaml.contains("    - " + API_SERVER + "\n")
        ? yaml
        : yaml.replaceFirst("(?m)^    image: ", environment + "    image: ");
  }

  /**
   * Gives the API server the flags that controls' words name, with what else the words ask for:
   * files that are mounted, and credentials for the kubelet's probes.
   *
   * @param words controls, and the flags that their words leave to the admin
   */
  void mendByWords(Map<Control, Map<String, String>> words) throws IOException {
    Files.writeString(
        TrueCluster.hostRoot().resolve("etc/kubernetes/audit-policy.yaml"),
        "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n");
    TrueCluster.edit(
        TrueCluster.manifest(),
        yaml -> {
          String changed = yaml;
          for (var control : words.entrySet()) {
            changed = OwnFixes.arguments(changed, API_SERVER, control.getKey());
            for (var flag : control.getValue().entrySet()) {
              changed =
                  flag.getKey().equals("enable-admission-plugins")
                      ? StaticPod.adding(changed, API_SERVER, flag.getKey(), flag.getValue())
                      : StaticPod.with(
                          changed, API_SERVER, Map.of(flag.getKey(), Optional.of(flag.getValue())));
            }
          }
          return mounted(changed)
              .replace(
                  "        scheme: HTTPS\n",
                  "        scheme: HTTPS\n        httpHeaders: [{name: Authorization, value: Bearer "
                      + token
                      + "}]\n");
        });
  }

  void mendEtcd(Map<String, String> flags) throws IOException {
    Map<String, Optional<String>> set = new LinkedHashMap<>();
    flags.forEach((flag, value) -> set.put(flag, Optional.of(value)));
    TrueCluster.edit(StaticPod.manifest("etcd"), yaml -> StaticPod.with(yaml, "etcd", set));
  }

  private static String mounted(String yaml) {
    return yaml.replace(
            "    volumeMounts:\n",
            """
                volumeMounts:
                - {mountPath: /etc/kubernetes/audit-policy.yaml, name: audit-policy, readOnly: true}
                - {mountPath: /var/log/kubernetes/audit, name: audit-log}
                - {mountPath: /etc/kubernetes/enc.yaml, name: enc, readOnly: true}
            """)
        .replace(
            "  volumes:\n",
            """
              volumes:
              - {name: audit-policy, hostPath: {path: /etc/kubernetes/audit-policy.yaml, type: File}}
              - {name: audit-log, hostPath: {path: /var/lib/kubelet/audit-of-live, type: DirectoryOrCreate}}
              - {name: enc, hostPath: {path: /etc/kubernetes/pki/live/enc.yaml, type: File}}
            """);
  }

  /**
   * Takes all of it back, kubelets last: one that has not heard of an API server yet does not end a
   * static pod whose manifest changes.
   */
  void restore() throws IOException, InterruptedException {
    for (var file : before.entrySet()) {
      TrueCluster.edit(file.getKey(), now -> file.getValue());
    }
    cluster.awaitServer(Openness.AUTHORIZING);
    NODES.forEach(node -> TrueCluster.restartKubelet(node));
    unbind();
    AdmissionProber.uninstall();
    TrueCluster.onNode(
        TrueCluster.CONTROL_PLANE,
        "rm -rf /etc/kubernetes/pki/live /etc/kubernetes/audit-policy.yaml"
            + " /var/lib/kubelet/audit-of-live");
    TrueCluster.onNode(TrueCluster.WORKER, "rm -rf /etc/kubernetes/kubelet.conf.d");
  }
}
