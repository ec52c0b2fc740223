package dev.plumbline.collector.host;

import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of a node that belong together, wherever its distribution keeps them. */
public final class FileSets {

  /** A control plane's own certificates are about thirty files; a CA's archive may be some more. */
  private static final int MAX_FILES = 1000;

  private static final int MAX_DEPTH = 8;

  /** What belongs together, and where each distribution keeps it. */
  private static final Map<String, List<String>> SETS =
      Map.of(
          "kubernetes-pki",
          List.of(
              "/etc/kubernetes/pki",
              "/etc/kubernetes/ssl",
              "/var/lib/rancher/rke2/server/tls",
              "/var/lib/rancher/k3s/server/tls",
              "/var/snap/microk8s/current/certs"),
          "admin-kubeconfig",
          List.of(
              "/etc/kubernetes/admin.conf",
              "/etc/kubernetes/super-admin.conf",
              "/etc/rancher/rke2/rke2.yaml",
              "/etc/rancher/k3s/k3s.yaml",
              "/var/snap/microk8s/current/credentials/client.config"),
          "cni-configuration",
          List.of(
              "/etc/cni/net.d",
              "/etc/cni/multus",
              "/var/lib/rancher/k3s/agent/etc/cni/net.d",
              "/var/snap/microk8s/current/args/cni-network"),
          "azure-json",
          List.of("/etc/kubernetes/azure.json"),
          "static-pod-manifests",
          List.of(
              "/etc/kubernetes/manifests",
              "/var/lib/rancher/rke2/agent/pod-manifests",
              "/var/lib/rancher/k3s/agent/pod-manifests"),
          "control-plane-kubeconfig",
          List.of(
              "/etc/kubernetes/admin.conf",
              "/etc/kubernetes/super-admin.conf",
              "/etc/kubernetes/controller-manager.conf",
              "/etc/kubernetes/scheduler.conf",
              "/var/lib/rancher/rke2/server/cred/admin.kubeconfig",
              "/var/lib/rancher/rke2/server/cred/controller.kubeconfig",
              "/var/lib/rancher/rke2/server/cred/scheduler.kubeconfig",
              "/var/lib/rancher/k3s/server/cred/admin.kubeconfig",
              "/var/lib/rancher/k3s/server/cred/controller.kubeconfig",
              "/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig",
              "/var/snap/microk8s/current/credentials"),
          "kubelet-service",
          List.of(
              "/etc/systemd/system/kubelet.service",
              "/etc/systemd/system/kubelet.service.d",
              "/usr/lib/systemd/system/kubelet.service",
              "/usr/lib/systemd/system/kubelet.service.d",
              "/usr/local/lib/systemd/system/rke2-agent.service",
              "/usr/local/lib/systemd/system/rke2-server.service",
              "/etc/systemd/system/k3s.service",
              "/etc/systemd/system/k3s-agent.service",
              "/etc/systemd/system/snap.microk8s.daemon-kubelite.service"));

  /**
   * What every node of a distribution has, by where that distribution alone keeps its files:
   * without the one there is none of the other, even where the other can't be read. Snap writes a
   * unit for each service, and RKE2 and k3s keep a node's password below {@code /etc/rancher}.
   */
  private static final Map<String, String> MARKS =
      Map.of(
          "/var/lib/rancher/", "/etc/rancher",
          "/var/snap/microk8s/", "/etc/systemd/system/snap.microk8s.daemon-kubelite.service",
          "/usr/local/lib/systemd/system/rke2-", "/etc/rancher");

  private final HostFileSystem host;
  private final HostFiles attributes;

  public FileSets(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  public List<FileSet> read() {
    return SETS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(set -> read(set.getKey(), set.getValue()))
        .toList();
  }

  private FileSet read(String name, List<String> paths) {
    Found found = new Found();
    for (String path : paths) {
      tree(path, 0, found);
    }
    return new FileSet(name, paths, found.files, found.unseen, found.outOfScope);
  }

  /** What has been found of one set. */
  private static final class Found {
    private final List<HostFile> files = new ArrayList<>();
    private final List<Problem> unseen = new ArrayList<>();
    private final List<String> outOfScope = new ArrayList<>();

    void refuse(String path, String why) {
      unseen.add(new Problem("", SourceLocation.line(path, 1), why));
    }
  }

  private void tree(String path, int depth, Found into) {
    Lookup<HostFile> file = attributes.attributes(path, "/");
    if (file instanceof Lookup.OutOfScope<HostFile> outside) {
      if (!isOfAnAbsentDistribution(path)) {
        into.outOfScope.add(outside.path());
      }
    } else if (file instanceof Lookup.Refused<HostFile> refused) {
      into.refuse(path, refused.why());
    } else if (file instanceof Lookup.Found<HostFile> found) {
      if (into.files.size() >= MAX_FILES || depth > MAX_DEPTH) {
        into.refuse(path, "holds more files than such a directory can have");
        return;
      }
      into.files.add(found.value());
      if (found.value().kind() == HostFile.Kind.DIRECTORY) {
        entries(path, depth, into);
      }
    }
  }

  private void entries(String path, int depth, Found into) {
    Lookup<List<String>> names = host.list(path, MAX_FILES);
    if (names instanceof Lookup.Refused<List<String>> refused) {
      into.refuse(path, refused.why());
    }
    for (String name : names.found().orElse(List.of())) {
      if (into.files.size() < MAX_FILES || into.unseen.isEmpty()) {
        tree(path + "/" + name, depth + 1, into);
      }
    }
  }

  private boolean isOfAnAbsentDistribution(String path) {
    return MARKS.entrySet().stream()
        .filter(mark -> path.startsWith(mark.getKey()))
        .anyMatch(mark -> attributes.attributes(mark.getValue(), "/") instanceof Lookup.Absent);
  }
}
