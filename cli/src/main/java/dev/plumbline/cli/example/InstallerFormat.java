package dev.plumbline.cli.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A format that sets flags or fields of components.
 *
 * @param title what it is called, with the file's usual place
 * @param fileOf the whole file; empty where the format has no place for what is wanted
 */
record InstallerFormat(String title, Function<Wanted, Optional<ExampleFile>> fileOf) {

  private static final String KUBELET = "kubelet";
  private static final String PROXY = "kube-proxy";

  /** kubeadm's blocks of the components that it writes manifests of. */
  private static final Map<String, List<String>> KUBEADM =
      Map.of(
          "kube-apiserver", List.of("apiServer"),
          "kube-controller-manager", List.of("controllerManager"),
          "kube-scheduler", List.of("scheduler"),
          "etcd", List.of("etcd", "local"));

  private static final Map<String, String> TALOS =
      Map.of(
          "kube-apiserver",
          "apiServer",
          "kube-controller-manager",
          "controllerManager",
          "kube-scheduler",
          "scheduler",
          "etcd",
          "etcd",
          PROXY,
          "proxy");

  /** The kinds of the components' own configuration files. */
  private static final Map<String, String> OWN_FILE =
      Map.of(
          KUBELET,
          "kubelet.config.k8s.io/v1beta1 KubeletConfiguration",
          PROXY,
          "kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration",
          "kube-scheduler",
          "kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration");

  static final List<InstallerFormat> ALL =
      List.of(
          yaml(
              "Static pod, the component's manifest in /etc/kubernetes/manifests",
              InstallerFormat::staticPod),
          yaml(
              "The component's configuration file; with kubeadm a document of its file",
              InstallerFormat::ownFile),
          yaml("kubeadm, ClusterConfiguration", InstallerFormat::kubeadm),
          yaml("Cluster API, KubeadmControlPlane", InstallerFormat::clusterApi),
          yaml("kind, the cluster's configuration", InstallerFormat::kind),
          yaml("kops, the Cluster", KopsExample::of),
          yaml("Talos, a patch of the machine configuration", InstallerFormat::talos),
          yaml(
              "k3s and RKE2, config.yaml in /etc/rancher/k3s or /etc/rancher/rke2",
              RancherExamples::config),
          yaml("k3d, the cluster's configuration", RancherExamples::k3d),
          yaml("RKE1, cluster.yml", RancherExamples::rke1),
          yaml("Rancher, Cluster of provisioning.cattle.io", RancherExamples::provisioning),
          yaml("RKE2ControlPlane, for Cluster API", RancherExamples::clusterApi),
          yaml("k0s, ClusterConfig", K0sExamples::cluster),
          yaml("k0sctl, Cluster", K0sExamples::k0sctl),
          yaml("MicroK8s, launch configuration", MicroK8sExamples::launch),
          new InstallerFormat(
              "MicroK8s, the component's file in /var/snap/microk8s/current/args",
              MicroK8sExamples::arguments),
          yaml("Kubespray, group_vars", HostedExamples::kubespray),
          yaml("Gardener, Shoot", HostedExamples::gardener),
          yaml("eksctl, ClusterConfig", KubeletExamples::eksctl),
          yaml("nodeadm, NodeConfig", KubeletExamples::nodeadm),
          yaml("OpenShift, KubeletConfig", KubeletExamples::openShift));

  private static InstallerFormat yaml(String title, Function<Wanted, Optional<Object>> documentOf) {
    return new InstallerFormat(
        title,
        wanted ->
            documentOf
                .apply(wanted)
                .map(document -> new ExampleFile("example.yaml", Yaml.text(document))));
  }

  Optional<ExampleFile> file(Wanted wanted) {
    return fileOf.apply(wanted);
  }

  private static Optional<Object> staticPod(Wanted wanted) {
    if (!KUBEADM.containsKey(wanted.component()) || wanted.flags().isEmpty()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>(List.of(wanted.component()));
    command.addAll(wanted.arguments("--"));
    return Optional.of(
        Yaml.object(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Yaml.object("name", wanted.component(), "namespace", "kube-system"),
            "spec",
            Yaml.object(
                "containers",
                List.of(Yaml.object("name", wanted.component(), "command", command)))));
  }

  private static Optional<Object> ownFile(Wanted wanted) {
    String kind = OWN_FILE.get(wanted.component());
    if (kind == null || wanted.config().isEmpty()) {
      return Optional.empty();
    }
    String[] parts = kind.split(" ", 2);
    Map<String, Object> document = Yaml.object("apiVersion", parts[0], "kind", parts[1]);
    document.putAll(Yaml.tree(wanted.config()));
    return Optional.of(document);
  }

  private static Optional<Object> kubeadm(Wanted wanted) {
    List<Object> arguments = new ArrayList<>();
    new TreeMap<>(wanted.flags())
        .forEach((flag, value) -> arguments.add(Yaml.object("name", flag, "value", value)));
    return kubeadmBlock(wanted, arguments)
        .map(block -> kubeadmCluster("kubeadm.k8s.io/v1beta4", block));
  }

  private static Optional<Map<String, Object>> kubeadmBlock(Wanted wanted, Object arguments) {
    List<String> path = KUBEADM.get(wanted.component());
    return path == null || wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(Yaml.below(path, Yaml.object("extraArgs", arguments)));
  }

  private static Map<String, Object> kubeadmCluster(String version, Map<String, Object> block) {
    Map<String, Object> cluster =
        Yaml.object("apiVersion", version, "kind", "ClusterConfiguration");
    cluster.putAll(block);
    return cluster;
  }

  private static Optional<Object> clusterApi(Wanted wanted) {
    Map<String, String> flags = new TreeMap<>(wanted.flags());
    Optional<Map<String, Object>> block =
        wanted.component().equals(KUBELET)
            ? kubeletOfNodes(flags)
            : kubeadmBlock(wanted, flags).map(b -> Yaml.object("clusterConfiguration", b));
    return block.map(
        spec ->
            Yaml.object(
                "apiVersion",
                "controlplane.cluster.x-k8s.io/v1beta1",
                "kind",
                "KubeadmControlPlane",
                "metadata",
                Yaml.object("name", "example"),
                "spec",
                Yaml.object("kubeadmConfigSpec", spec)));
  }

  /** The first node of a control plane is initialised, and the others join. */
  private static Optional<Map<String, Object>> kubeletOfNodes(Map<String, String> flags) {
    Object node = Yaml.below(List.of("nodeRegistration", "kubeletExtraArgs"), flags);
    return flags.isEmpty()
        ? Optional.empty()
        : Optional.of(Yaml.object("initConfiguration", node, "joinConfiguration", node));
  }

  private static Optional<Object> kind(Wanted wanted) {
    Optional<String> patch =
        kubeadmBlock(wanted, new TreeMap<>(wanted.flags()))
            .map(block -> (Object) kubeadmCluster("kubeadm.k8s.io/v1beta3", block))
            .or(() -> ownFile(wanted))
            .map(Yaml::text);
    return patch.map(
        text ->
            Yaml.object(
                "apiVersion",
                "kind.x-k8s.io/v1alpha4",
                "kind",
                "Cluster",
                "nodes",
                List.of(Yaml.object("role", "control-plane")),
                "kubeadmConfigPatches",
                List.of(text)));
  }

  private static Optional<Object> talos(Wanted wanted) {
    if (wanted.component().equals(KUBELET)) {
      return wanted.config().isEmpty()
          ? Optional.empty()
          : Optional.of(
              talosDocument(
                  List.of("machine", "kubelet", "extraConfig"), Yaml.tree(wanted.config())));
    }
    String block = TALOS.get(wanted.component());
    if (wanted.component().equals("kube-scheduler") && !wanted.config().isEmpty()) {
      // It has a file beside its flags, by which it ignores those that are fields too.
      return Optional.of(
          talosDocument(List.of("cluster", "scheduler", "config"), Yaml.tree(wanted.config())));
    }
    return block == null || wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(
            talosDocument(List.of("cluster", block, "extraArgs"), new TreeMap<>(wanted.flags())));
  }

  private static Map<String, Object> talosDocument(List<String> path, Object value) {
    Map<String, Object> document = Yaml.object("version", "v1alpha1");
    document.putAll(Yaml.below(path, value));
    return document;
  }
}
