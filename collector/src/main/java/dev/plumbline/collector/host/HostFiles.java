package dev.plumbline.collector.host;

import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who owns a node's files and who may do what with them. */
public final class HostFiles {

  /** A control plane's own certificates are about thirty files; a CA's archive may be some more. */
  private static final int MAX_FILES = 1000;

  private static final int MAX_DEPTH = 8;

  /** {@code /etc/passwd} of a node that asks no directory service. */
  private static final int MAX_ACCOUNTS = 512 * 1024;

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

  private final HostFileSystem host;
  private final Map<Integer, String> users;
  private final Map<Integer, String> groups;

  public HostFiles(HostFileSystem host) {
    this.host = host;
    this.users = names("/etc/passwd");
    this.groups = names("/etc/group");
  }

  /** Name by number; both files have them in the first and third field. */
  private Map<Integer, String> names(String file) {
    Map<Integer, String> names = new HashMap<>();
    if (host.readProcess(file, MAX_ACCOUNTS) instanceof FileContent.Text text) {
      for (String line : text.text().split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2
            && fields[2].matches("\\d{1,9}")
            && fields[0].matches("[\\w.-]{1,64}")) {
          names.putIfAbsent(Integer.parseInt(fields[2]), fields[0]);
        }
      }
    }
    return names;
  }

  public List<FileSet> sets() {
    return SETS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(set -> set(set.getKey(), set.getValue()))
        .toList();
  }

  private FileSet set(String name, List<String> paths) {
    List<HostFile> files = new ArrayList<>();
    List<Problem> unseen = new ArrayList<>();
    for (String path : paths) {
      tree(path, 0, files, unseen);
    }
    return new FileSet(name, paths, files, unseen, List.of());
  }

  private void tree(String path, int depth, List<HostFile> files, List<Problem> unseen) {
    try {
      Optional<HostFile> file = attributes(path, "/");
      if (file.isEmpty()) {
        return;
      }
      if (files.size() >= MAX_FILES || depth > MAX_DEPTH) {
        throw new HostFileSystem.UnreadablePathException(
            "holds more files than such a folder can have");
      }
      files.add(file.get());
      if (file.get().kind() == HostFile.Kind.DIRECTORY) {
        for (String name : host.list(path, MAX_FILES)) {
          if (files.size() < MAX_FILES || unseen.isEmpty()) {
            tree(path + "/" + name, depth + 1, files, unseen);
          }
        }
      }
    } catch (HostFileSystem.UnreadablePathException e) {
      unseen.add(new Problem("", SourceLocation.line(path, 1), e.why()));
    }
  }

  /** Empty when there is nothing; see {@link HostFileSystem#attributes}. */
  public Optional<HostFile> attributes(String path, String confine)
      throws HostFileSystem.UnreadablePathException {
    return host.attributes(path, confine)
        .map(
            found ->
                new HostFile(
                    found.path(),
                    found.kind(),
                    found.mode(),
                    found.uid(),
                    found.gid(),
                    users.getOrDefault(found.uid(), Integer.toString(found.uid())),
                    groups.getOrDefault(found.gid(), Integer.toString(found.gid()))));
  }
}
