package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataPartsTest {

  private static final String KUBELET =
      """
      #cloud-config
      write_files:
      - path: /var/lib/kubelet/config.yaml
        content: |
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          readOnlyPort: 10255
      """;

  private static final String NODE_CONFIG =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec: {kubelet: {config: {readOnlyPort: 10255}}}
      """;

  private static String message(String headers, String body) {
    return "Content-Type: multipart/mixed;\n  boundary=\"==B==\"\nMIME-Version: 1.0\n\n"
        + "--==B==\nContent-Type: text/x-shellscript\n\n#!/bin/sh\nls\n"
        + "--==B==\n"
        + headers
        + "\n\n"
        + body
        + "\n--==B==--\n";
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder(76, new byte[] {'\n'})
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/cloud-config; charset=\"us-ascii\"",
        "Content-Type: text/plain\nContent-Transfer-Encoding: 7bit",
        "content-type: text/x-not-multipart",
      })
  void aPartIsReadWhereItStands(String headers) {
    int line = headers.contains("\n") ? 1 : 0;
    Check.text(message(headers, KUBELET)).has(Fail, "4.2.4").at("4.2.4", 19 + line, 19);
  }

  @Test
  void aPartInBase64IsDecoded() {
    String headers = "Content-Type: text/cloud-config\nContent-Transfer-Encoding: base64";
    Check.text(message(headers, base64(KUBELET))).has(Fail, "4.2.4").at("4.2.4", 14, 1);
  }

  @Test
  void aPartInQuotedPrintableIsDecoded() {
    String headers = "Content-Type: text/cloud-config\nContent-Transfer-Encoding: quoted-printable";
    String quoted = KUBELET.replace("readOnly", "read=\nOnly").replace(": 10255", "=3A 10255");
    Check.text(message(headers, quoted)).has(Fail, "4.2.4");
    Check.text(message(headers, quoted + "=zz"))
        .has(Error, "4.2.4")
        .says("4.2.4", "quoted-printable");
  }

  @Test
  void aNodeConfigOfEksIsRead() {
    Check.text("user-data.txt", message("Content-Type: application/node.eks.aws", NODE_CONFIG))
        .has(Fail, "4.2.4")
        .at("4.2.4", 15, 41);
  }

  @Test
  void severalNodeConfigsAreOne() {
    String type = "Content-Type: application/node.eks.aws";
    String second =
        NODE_CONFIG.replace(
            "{config: {readOnlyPort: 10255}}",
            "{config: {readOnlyPort: 0}, flags: [--event-qps=0, --v=2]}");
    String first = NODE_CONFIG.replace("}}}", "}, flags: [--v=1]}}");
    Check check = Check.text(message(type, first + "\n--==B==\n" + type + "\n\n" + second));
    check.has(Pass, "4.2.4");
    assertThat(check.arguments("kubelet")).hasSize(1);
    assertThat(check.arguments("kubelet").get(0))
        .startsWith("--v=1", "--event-qps=0", "--v=2")
        .anyMatch(argument -> argument.startsWith("--config="));
  }

  @Test
  void partsWithinAPartAreRead() {
    String inner = "--I\nContent-Type: application/node.eks.aws\n\n" + NODE_CONFIG + "--I--\n";
    Check.text(message("Content-Type: multipart/mixed; boundary=I", inner)).has(Fail, "4.2.4");
  }

  @ParameterizedTest
  @CsvSource({
    "text/x-shellscript, '/etc/eks/bootstrap.sh c --kubelet-extra-args --a=b', kubelet",
    "text/cloud-boothook, 'echo a=b >> /etc/kubernetes/kubelet/config.json', kubelet",
    "text/jinja2, 'kubelet-arg: {{ a }}', kube-apiserver",
    "text/cloud-config-jsonp, 'kubelet-arg', kube-apiserver",
    "text/cloud-config, 'kubelet-arg: [', kube-apiserver",
  })
  void aPartThatIsNotFollowedIsNamed(String type, String text, String component) {
    Check check = Check.text(message("Content-Type: " + type, text));
    assertThat(check.outcome()).isInstanceOf(FileOutcome.Relevant.class);
    assertThat(check.componentsWithProblems()).contains(component);
  }

  @Test
  void aMessageWithoutABoundaryIsRefused() {
    assertThat(Check.text("Content-Type: multipart/mixed\n\nkubelet-arg").problems())
        .isNotEmpty()
        .allMatch(problem -> problem.contains("no boundary"));
  }

  @Test
  void anArchiveIsRead() {
    Check check =
        Check.text(
            "#cloud-config-archive\n- type: text/cloud-config\n  content: |\n"
                + KUBELET.indent(4)
                + "- |\n  #!/bin/sh\n  k3s server --kube-apiserver-arg=profiling=true\n");
    check.has(Fail, "4.2.4").at("4.2.4", 10, 23).has(Error, "1.2.15");
    assertThat(check.componentsWithProblems()).containsExactly("kube-apiserver");
  }

  @Test
  void userDataOfOtherMachinesIsNone() {
    Check check =
        Check.text(message("Content-Type: text/cloud-config", "#cloud-config\npackages: [git]"));
    assertThat(check.outcome()).isInstanceOf(FileOutcome.Unrelated.class);
  }
}
