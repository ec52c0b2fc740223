package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.EvidenceJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a node that somebody made to fool or to crash us, and secrets beside what is asked. */
class HostileFilesTest {

  private static final String CONFIG = "/var/lib/kubelet/config.yaml";

  @TempDir private Path temp;

  private HostRoot host() throws IOException {
    return HostRoot.in(temp.resolve("host"));
  }

  private HostRoot kubelet(String config) throws IOException {
    return host()
        .file(
            CONFIG,
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n" + config)
        .process(
            9, "0", "0::/system.slice/kubelet.service", "/usr/bin/kubelet", "--config=" + CONFIG);
  }

  private static String evidence(HostRoot host) {
    return EvidenceJson.write(new Collector(Duration.ofSeconds(20)).collectHost(host.root()));
  }

  @Test
  void moreCertificatesThanCanBeLookedAtAreNoPass() throws IOException {
    HostRoot host = host();
    Path folder = Files.createDirectories(temp.resolve("host/etc/kubernetes/pki"));
    for (int i = 0; i < 1100; i++) {
      Files.createFile(folder.resolve(i + ".key"));
    }
    assertThat(host.evaluate("pki-key-mode").status()).isEqualTo(Status.Error);
  }

  @Test
  void aLoopOfLinksIsNoPass() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("host/etc/kubernetes/pki"));
    Files.createSymbolicLink(folder.resolve("a"), Path.of("."));
    assertThat(host().evaluate("pki-owner").status()).isEqualTo(Status.Error);
  }

  @Test
  void aNameWithDotsIsNoPath() throws IOException {
    HostRoot host = kubelet("seccompDefault.x: true\n\"tlsMinVersion\": \"\"\n");
    assertThat(host.evaluate("kubelet-seccomp-default").status()).isEqualTo(Status.Fail);
    Finding anonymous =
        kubelet("authentication.anonymous.enabled: true\n").evaluate("kubelet-anonymous-auth-off");
    assertThat(anonymous.status()).isEqualTo(Status.Pass);
  }

  @Test
  void namesThatAreNumbersMakeNoList() throws IOException {
    HostRoot host = kubelet("tlsCipherSuites: {\"0\": TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}\n");
    assertThat(host.evaluate("kubelet-strong-ciphers").status()).isNotEqualTo(Status.Pass);
  }

  @Test
  void aNameThatPlaysWithTheShellIsQuotedInCommands() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("host/etc/cni/net.d"));
    Path file = Files.createFile(folder.resolve("a'; reboot #.conf"));
    assertThat(file.toFile().setReadable(true, false)).isTrue();
    assertThat(host().evaluate("cni-config-mode").commands())
        .containsExactly("chmod 600 '/etc/cni/net.d/a'\\''; reboot #.conf'");
  }

  @Test
  void aConfigurationChangedUnderARunningKubeletIsNotInForce() throws IOException {
    HostRoot host = kubelet("seccompDefault: true\n");
    // Started at the boot, which was in 1970.
    host.file("/proc/9/stat", "9 (kubelet) S " + "0 ".repeat(49));
    host.file("/proc/stat", "btime 100\n");
    Finding finding = host.evaluate("kubelet-seccomp-default");
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("until a restart");
  }

  @Test
  void secretsStayOnTheNode() throws IOException {
    HostRoot host =
        kubelet("staticPodURLHeader:\n  Authorization: [hunter2]\n")
            .file(
                HostRoots.FILES + "/enc.yaml",
                """
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers:
                  - aescbc: {keys: [{name: hunter2, secret: hunter2}]}
                """)
            .file(
                HostRoots.FILES + "/audit.yaml",
                "kind: Policy\nrules:\n- level: None\n  users: [hunter2]\n- level: Metadata\n")
            .file(
                HostRoots.FILES + "/admission.yaml",
                "kind: AdmissionConfiguration\nplugins:\n- name: X\n  configuration: {token: hunter2}\n")
            .apiServer(
                "--encryption-provider-config=" + HostRoots.FILES + "/enc.yaml",
                "--audit-policy-file=" + HostRoots.FILES + "/audit.yaml",
                "--admission-control-config-file=" + HostRoots.FILES + "/admission.yaml");
    assertThat(host.evaluate("apiserver-encryption-providers").status()).isEqualTo(Status.Pass);
    assertThat(host.evaluate("audit-policy-minimal").status()).isEqualTo(Status.Pass);
    assertThat(evidence(host)).contains("aescbc", "Metadata").doesNotContain("hunter2");
  }
}
