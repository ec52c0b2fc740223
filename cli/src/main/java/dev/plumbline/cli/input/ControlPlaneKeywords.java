package dev.plumbline.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a file that can't be parsed mentions a control plane or a kubelet. A directory holds many
 * files that are not Kubernetes documents, templates of Helm charts among them. One that configures
 * what is evaluated must not be skipped silently.
 */
final class ControlPlaneKeywords {

  private static final List<String> KEYWORDS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          // kubeadm, Cluster API and kind
          "kubeadm.k8s.io",
          "kubeadmConfig",
          "KubeadmC",
          "controlplane.cluster.x-k8s.io",
          "bootstrap.cluster.x-k8s.io",
          "kind.x-k8s.io",
          "KubeletConfiguration",
          "KubeProxyConfiguration",
          "kops.k8s.io",
          // RKE2 and k3s
          "kubelet-arg",
          "kube-proxy-arg",
          "etcd-arg",
          "protect-kernel-defaults",
          "secrets-encryption",
          // Talos: its machine configuration has no group, and these sections alone
          "\nmachine:",
          "\n  apiServer:",
          "\n  controllerManager:",
          "TalosControlPlane");

  private static final int CHUNK = 64 * 1024;

  /** Longer than any keyword, so that none is missed between two chunks. */
  private static final int OVERLAP = 64;

  private ControlPlaneKeywords() {}

  /** Reads a chunk at a time, so that a file of any size needs little memory. */
  static boolean in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      // The file begins with a line.
      String before = "\n";
      byte[] chunk = in.readNBytes(CHUNK);
      while (chunk.length > 0) {
        String text = before + new String(chunk, StandardCharsets.ISO_8859_1);
        if (KEYWORDS.stream().anyMatch(text::contains)) {
          return true;
        }
        before = text.substring(Math.max(0, text.length() - OVERLAP));
        chunk = in.readNBytes(CHUNK);
      }
      return false;
    } catch (IOException e) {
      // A file that can't be read may hold any of them.
      return true;
    }
  }
}
