// Over 250 lines: each case needs a file of its own.
package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files within cloud-init's user data and Ignition's configuration. */
class UserDataTest {

  private static final String KUBELET =
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      readOnlyPort: 10255
      """;

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Check written(String path, String encoding, String content) {
    return Check.text(
        "#cloud-config\nwrite_files:\n- path: "
            + path
            + "\n  encoding: "
            + encoding
            + "\n  content: "
            + content
            + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b64", "base64"})
  void base64IsDecoded(String encoding) {
    written("/var/lib/kubelet/config.yaml", encoding, base64(bytes(KUBELET)))
        .has(Fail, "4.2.4")
        .at("4.2.4", 5, 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz+b64", "gzip+base64"})
  void gzipIsUnpacked(String encoding) {
    written("/a.yaml", encoding, base64(gzip(bytes(KUBELET)))).has(Fail, "4.2.4");
  }

  @Test
  void contentThatCannotBeDecodedIsAnErrorWhereItMatters() {
    written("/etc/kubernetes/manifests/kube-apiserver.yaml", "b64", "'%%%'")
        .has(Error, "1.2.6")
        .says("1.2.6", "not the base64");
    assertThat(written("/etc/motd", "b64", "'%%%'").problems()).isEmpty();
  }

  @Test
  void aFewBytesThatUnpackToManyAreRefused() {
    Check check =
        written(
            "/etc/kubernetes/manifests/a.yaml", "gz+b64", base64(gzip(new byte[64 * 1024 * 1024])));
    check.has(Error, "1.2.6").says("1.2.6", "unpacks to more than");
  }

  @Test
  void manyFilesTogetherAreLimitedToo() {
    StringBuilder text = new StringBuilder("write_files:\n");
    String content = base64(gzip(bytes("#".repeat(1_000_000))));
    for (int i = 0; i < 8; i++) {
      text.append("- {path: /etc/kubernetes/manifests/a.yaml, encoding: gz+b64, content: ")
          .append(content)
          .append("}\n");
    }
    assertThat(Check.text(text.toString()).problems()).anyMatch(p -> p.contains("decodes to more"));
  }

  @Test
  void argumentsNameOtherFilesOfTheUserData() {
    Check.text(
            """
            #cloud-config
            write_files:
            - path: /etc/kubernetes/audit.yaml
              content: |
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules: [{level: None}]
            - path: /run/kubeadm.yaml
              content: |
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: ClusterConfiguration
                apiServer: {extraArgs: {audit-policy-file: /etc/kubernetes/audit.yaml}}
            - path: /etc/rancher/k3s/config.yaml
              content: |
                kubelet-arg: [read-only-port=10255]
            """)
        .has(Fail, "3.2.1", "4.2.4");
  }

  @Test
  void unitsAndCommandsThatGiveArgumentsAreNotRead() {
    Check check =
        Check.text(
            """
            #cloud-config
            write_files:
            - path: /etc/systemd/system/kubelet.service.d/20-extra.conf
              content: "[Service]"
            runcmd:
            - [sh, -c, "curl -sfL https://get.k3s.io | sh -s - --kube-apiserver-arg=profiling=true"]
            - systemctl restart kubelet
            """);
    check.has(Error, "4.2.4", "1.2.15").says("1.2.15", "line 6", "runcmd");
    assertThat(check.problems()).hasSize(2);
  }

  @Test
  void appendedFilesAreNotRead() {
    Check.text(
            """
            #cloud-config
            write_files:
            - {path: /var/lib/kubelet/config.yaml, append: true, content: "readOnlyPort: 10255"}
            """)
        .has(Error, "4.2.4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: /etc/kubernetes/manifests/a.yaml, source: {uri: 'https://a'}} | elsewhere",
        "{path: /var/lib/kubelet/config.yaml, content: [a]} | no text",
        "{path: /opt/a.sh, append: yes, content: 'x --kubelet-arg=a=b'} | appended to",
        "{path: /opt/a.sh, content: 'k3s server --kubelet-arg=a=b'} | /opt/a.sh",
        "{path: /opt/a.sh, content: 'sed -i s/a/b/ /etc/kubernetes/kubelet/config.json'} | /opt/a.sh",
      })
  void filesOfWhichTheContentIsNotKnownAreNamed(String file, String why) {
    Check.text("#cloud-config\nwrite_files:\n- " + file + "\n")
        .has(Error, "4.2.4")
        .says("4.2.4", why);
  }

  @ParameterizedTest
  @CsvSource({
    "k3s server --kube-scheduler-arg=profiling=true, kube-scheduler",
    "k3s server --kube-controller-arg=profiling=true, kube-controller-manager",
    "k3s server --secrets-encryption, kube-apiserver",
    "rke2 server --etcd-arg=a, etcd",
    "k0s worker --kubelet-extra-args=--a=b, kubelet",
    "kubeadm init phase control-plane apiserver --apiserver-extra-args a=b, kube-apiserver",
    "echo --a >> /var/snap/microk8s/current/args/kube-proxy, kube-proxy",
    "sed -i s/a/b/ /etc/kubernetes/manifests/etcd.yaml, etcd",
  })
  void commandsThatMayChangeAComponentAreNamed(String command, String component) {
    Check check = Check.text("#cloud-config\nwrite_files: []\nruncmd: ['" + command + "']\n");
    assertThat(check.componentsWithProblems()).containsExactly(component);
  }

  @Test
  void userDataOfOtherMachinesIsNone() {
    Check check =
        Check.text("#cloud-config\nwrite_files:\n- {path: /etc/motd, content: hi}\nruncmd: [ls]\n");
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void aJinjaTemplateIsSaidToBeOne() {
    Check.text(
            """
            ## template: jinja
            #cloud-config
            write_files:
            - path: /etc/rancher/k3s/config.yaml
              content: |
                node-name: {{ v1.local_hostname }}
            """)
        .has(Error, "4.2.4");
  }

  private static Check machine(String file) {
    return Check.text(
        "apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfig\nspec:\n"
            + "  config:\n    ignition: {version: 3.4.0}\n"
            + file);
  }

  private static Check file(String source, String compression) {
    return machine(
        "    storage:\n      files:\n      - path: /etc/kubernetes/kubelet.conf\n"
            + "        contents: {source: \""
            + source
            + "\", compression: \""
            + compression
            + "\"}\n");
  }

  @Test
  void filesOfIgnitionAreDecoded() {
    String plain = URLEncoder.encode(KUBELET, StandardCharsets.UTF_8).replace("+", "%20");
    file("data:," + plain, "").has(Fail, "4.2.4").at("4.2.4", 9, 28);
    file("data:text/plain;charset=utf-8;base64," + base64(bytes(KUBELET)), "").has(Fail, "4.2.4");
    file("data:;base64," + base64(gzip(bytes(KUBELET))), "gzip").has(Fail, "4.2.4");
  }

  @Test
  void filesOfNoInterestMayHaveAnyContent() {
    assertThat(
            machine("    storage: {files: [{path: /etc/motd, contents: hi}, {path: /a}]}\n")
                .problems())
        .isEmpty();
  }

  @Test
  void contentElsewhereIsUnknown() {
    file("https://example.com/kubelet.conf", "").has(Error, "4.2.4").says("4.2.4", "elsewhere");
    file("data:;base64,%%%", "").has(Error, "4.2.4");
  }

  @Test
  void unitsOfTheKubeletAreNotRead() {
    String dropIn = "{name: kubelet.service, dropins: [{name: 10-a.conf, contents: '[Service]'}]}";
    machine("    systemd: {units: [" + dropIn + "]}\n")
        .has(Error, "4.2.4")
        .says("4.2.4", "kubelet.service.d/10-a.conf");
    assertThat(
            machine("    systemd: {units: [{name: kubelet.service, enabled: true}]}\n").problems())
        .isEmpty();
  }

  @Test
  void staticPodsInFilesAreRead() {
    written(
            "/etc/kubernetes/manifests/kube-scheduler.yaml",
            "text/plain",
            "'{apiVersion: v1, kind: Pod, metadata: {name: s}, spec: {containers: [{name:"
                + " kube-scheduler, image: \"registry.k8s.io/kube-scheduler:v1.34.1\", command:"
                + " [kube-scheduler, --profiling=false]}]}}'")
        .has(Pass, "1.4.1");
  }
}
