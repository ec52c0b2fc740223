package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.K3sArguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a text that can't be read as documents of a known format speaks of a control plane or a
 * kubelet. A directory holds many files that are no Kubernetes documents, templates of Helm charts
 * among them. One that configures what is evaluated must not be passed over silently.
 */
final class Mentions {

  /** Words that only the configuration of a component has. */
  private static final List<String> OF_CONFIGURATION =
      List.of(
          // kubeadm, Cluster API and kind
          "kubeadm.k8s.io/",
          "kubeadmConfig",
          "kubeletExtraArgs",
          "apiServerExtraArgs",
          "kubelet.config.k8s.io/",
          "node.eks.aws/v",
          "kubeproxy.config.k8s.io/",
          "kubescheduler.config.k8s.io/",
          // RKE2, k3s and Rancher
          "protect-kernel-defaults",
          "secrets-encryption",
          "machineGlobalConfig",
          // bootstrap scripts and units of machines
          "kubelet-extra-args",
          "kubelet_extra_args",
          "KUBELET_EXTRA_ARGS",
          "KUBELET_ARGS",
          "KUBE_API_ARGS",
          // flags that no other program has
          "--authorization-mode",
          "--enable-admission-plugins",
          "--service-account-signing-key-file",
          "--anonymous-auth",
          "--encryption-provider-config",
          "--kubelet-certificate-authority",
          "--service-account-key-file",
          "--service-account-lookup",
          "--terminated-pod-gc-threshold",
          "--protect-kernel-defaults",
          "--read-only-port",
          "--streaming-connection-idle-timeout",
          "--make-iptables-util-chains",
          "--rotate-server-certificates",
          "--seccomp-default",
          "--peer-client-cert-auth",
          "--peer-trusted-ca-file");

  /** Words that what manages or watches components has too. */
  private static final List<String> OF_SUBJECTS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          // flags that cloud controllers, metrics-server and the like have too
          "--kubelet-client-certificate",
          "--use-service-account-credentials",
          "KubeadmC",
          "controlplane.cluster.x-k8s.io",
          "bootstrap.cluster.x-k8s.io",
          "provisioning.cattle.io",
          "kind.x-k8s.io",
          "k0sproject.io",
          "k3d.io",
          "eksctl.io",
          "node.eks.aws",
          "kops.k8s.io",
          "core.gardener.cloud",
          "kamaji.clastix.io",
          "machineconfiguration.openshift.io",
          "settings.kubernetes",
          "KubeletConfiguration",
          "KubeProxyConfiguration",
          "KubeSchedulerConfiguration",
          "EncryptionConfiguration",
          "audit.k8s.io/",
          "KubeAPIServerConfig",
          // Talos: its machine configuration has no group, and these sections alone
          "\nmachine:",
          "\n  apiServer:",
          "\n  controllerManager:",
          "TalosControlPlane");

  private static final Words CONFIGURATION = words(List.of());

  private static final Words ALL = words(OF_SUBJECTS);

  private static final int CHUNK = 64 * 1024;

  /** Longer than any word, so that none is missed between two chunks. */
  private static final int OVERLAP = 64;

  private Mentions() {}

  /** The words of configuration and others. */
  private static Words words(List<String> others) {
    return new Words(
        Stream.of(OF_CONFIGURATION, List.copyOf(K3sArguments.options()), others)
            .flatMap(List::stream)
            .toList());
  }

  /** Whether a text that is no document speaks of components at all. */
  static boolean in(String text) {
    // The text begins with a line.
    return ALL.first("\n" + text).isPresent();
  }

  /**
   * A word in a document.
   *
   * @param at the value that has it, or that it is the key of
   */
  record Mention(String word, Tree at) {}

  /** What a document has that only the configuration of a component has. A comment is no part. */
  static Optional<Mention> ofConfiguration(Tree document) {
    if (document instanceof Tree.Scalar scalar) {
      return CONFIGURATION.first(scalar.text()).map(found -> new Mention(found.word(), document));
    }
    if (document instanceof Tree.Sequence list) {
      return list.items().stream().flatMap(item -> ofConfiguration(item).stream()).findFirst();
    }
    return ((Tree.Mapping) document)
        .entries().entrySet().stream().flatMap(field -> ofField(field).stream()).findFirst();
  }

  private static Optional<Mention> ofField(Map.Entry<String, Tree> field) {
    return CONFIGURATION
        .first(field.getKey())
        .map(found -> new Mention(found.word(), field.getValue()))
        .or(() -> ofConfiguration(field.getValue()));
  }

  /**
   * Reads a chunk at a time, so that a file of any size needs little memory. Without its zeros a
   * text of two bytes a character, as some editors write it, is found as well.
   */
  static boolean in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String before = "";
      byte[] chunk = in.readNBytes(CHUNK);
      while (chunk.length > 0) {
        String text = before + new String(chunk, StandardCharsets.ISO_8859_1).replace("\0", "");
        if (in(text)) {
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
