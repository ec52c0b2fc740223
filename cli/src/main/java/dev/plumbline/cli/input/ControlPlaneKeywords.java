package dev.plumbline.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a file that can't be read as a document speaks of a control plane all the same. A folder
 * holds many files that no parser of Kubernetes takes, templates of Helm charts among them; one
 * that names what is judged must not be passed over.
 */
public final class Mentions {

  private static final List<String> WORDS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kubeadm.k8s.io",
          "kubeadmConfig",
          "KubeadmC",
          "KubeletConfiguration",
          "KubeProxyConfiguration",
          "kops.k8s.io");

  private static final int CHUNK = 64 * 1024;

  /** Longer than any of the words, so that none is cut in two unseen. */
  private static final int OVERLAP = 64;

  private Mentions() {}

  /** Reads a chunk at a time, so that a file of any size needs little memory. */
  public static boolean in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String before = "";
      byte[] chunk = in.readNBytes(CHUNK);
      while (chunk.length > 0) {
        String text = before + new String(chunk, StandardCharsets.ISO_8859_1);
        if (WORDS.stream().anyMatch(text::contains)) {
          return true;
        }
        before = text.substring(Math.max(0, text.length() - OVERLAP));
        chunk = in.readNBytes(CHUNK);
      }
      return false;
    } catch (IOException e) {
      // What can't be read may say anything.
      return true;
    }
  }
}
