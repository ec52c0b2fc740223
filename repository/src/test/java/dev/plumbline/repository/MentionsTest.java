package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {

  @TempDir private Path temp;

  private boolean found(String text) throws IOException {
    return Mentions.in(Files.writeString(temp.resolve("file.yaml"), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if a %}\nkubelet-arg:\n  - anonymous-auth=true\n",
        "etcd-arg: [{{ a }}\n",
        "kube-controller-arg: [{{ a }}\n",
        "{{ if a }}\nprofile: cis\nprotect-kernel-defaults: true\n",
        "machine:\n  type: {% a %}\n",
        "version: v1alpha1\ncluster:\n  apiServer:\n    {% a %}\n",
        "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n{{ a }}\n",
        "apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: RKE2ControlPlane\n{{ a }}\n",
        "kind: KubeadmConfigTemplate\n{{ a }}\n",
      })
  void everyInstallersFilesAreRecognised(String text) throws IOException {
    assertThat(found(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: {{ .Values.image }}\nargs: {{ .Values.extraArgs }}\n",
        "kind: Deployment\nmetadata: {name: statemachine:1, {{ a }}}\n",
      })
  void chartsOfOtherThingsAreNot(String text) throws IOException {
    assertThat(found(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
  void textOfTwoBytesACharacterIsRead(String charset) throws IOException {
    Path file = temp.resolve("file.yaml");
    Files.write(file, "a: b\nkubelet-arg: [a=b]\n".getBytes(charset));
    assertThat(Mentions.in(file)).isTrue();
  }

  @Test
  void aKeywordBetweenTwoChunksIsFound() throws IOException {
    assertThat(found("x".repeat(64 * 1024 - 4) + "kubelet-arg")).isTrue();
  }
}
