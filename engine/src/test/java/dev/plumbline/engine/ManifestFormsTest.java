package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments that count are those the kubelet would start the API server with. */
class ManifestFormsTest {

  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";
  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver}\nspec:\n  containers:\n";

  @TempDir private Path temp;

  private Finding evaluate(String manifest) throws IOException {
    return HostRoot.in(temp).manifest(manifest).evaluate(CONTROL);
  }

  private Status container(String fields) throws IOException {
    return evaluate(
            POD
                + "  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.36.3\n"
                + fields.indent(4))
        .status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Pass => command: [kube-apiserver, --authorization-mode=RBAC]",
        "Fail => command: [kube-apiserver, --authorization-mode=AlwaysAllow]",
        "Fail => command: [/usr/local/bin/kube-apiserver]",
        "Pass => command: [kube-apiserver]\\nargs: [--authorization-mode, RBAC]",
        "Fail => command: [kube-apiserver, --authorization-mode=RBAC]\\nargs: [--authorization-mode=AlwaysAllow]",
        "Pass => args: [kube-apiserver, --authorization-mode=RBAC]",
        "Error => args: [--authorization-mode=RBAC]",
        "Error => {}",
        "Pass => command: [/go-runner, --log-file=/var/log/a.log, --also-stdout, /usr/local/bin/kube-apiserver, --authorization-mode=RBAC]",
        "Fail => command: [env, A=b, nice, -n, \"5\", kube-apiserver, --authorization-mode=AlwaysAllow]",
        "Error => command: [/start.sh, kube-apiserver, --authorization-mode=RBAC]",
        "Error => command: [sh, /start.sh]",
        "Pass => command: [sh, -c, \"exec kube-apiserver --authorization-mode=RBAC\"]",
        "Fail => command: [/bin/sh, -ec, \"kube-apiserver --authorization-mode=AlwaysAllow 1>>/var/log/a.log 2>&1\"]",
        "Pass => command: [sh, -c, 'mkfifo /tmp/p; (tee -a /var/log/a.log < /tmp/p &) ; exec kube-apiserver --authorization-mode=RBAC > /tmp/p 2>&1']",
        "Pass => command: [sh, -c, 'exec kube-apiserver \"$@\"', sh, --authorization-mode=RBAC]",
        "Fail => command: [sh, -c, 'MODE=AlwaysAllow; exec kube-apiserver --authorization-mode=$MODE']",
        "Error => command: [sh, -c, 'exec kube-apiserver --authorization-mode=$MODE']",
        "Error => command: [sh, -c, 'exec kube-apiserver --authorization-mode=\"${MODE}\"']",
        "Pass => command: [sh, -c, 'if true; then kube-apiserver --authorization-mode=RBAC; fi']",
        "Error => command: [sh, -c, 'case a in a) kube-apiserver --authorization-mode=RBAC;; esac']",
        "Error => command: [sh, -c, 'kube-apiserver --authorization-mode=RBAC || kube-apiserver']",
        "Error => command: [sh, -c, 'kube-apiserver $(cat /flags)']",
        "Error => command: [sh, -c, 'eval \"kube-apiserver --authorization-mode=RBAC\"']",
        "Fail => command: [sh, -c, '# --authorization-mode=RBAC\\n\\nkube-apiserver']",
        "Fail => command: [kube-apiserver, --authorization-mode=$(MODE)]\\nenv: [{name: MODE, value: AlwaysAllow}]",
        "Pass => command: [kube-apiserver, $(FLAG)]\\nenv: [{name: MODE, value: RBAC}, {name: FLAG, value: --authorization-mode=$(MODE)}]",
        "Error => command: [kube-apiserver, --authorization-mode=$(MODE)]",
        "Error => command: [kube-apiserver, --authorization-mode=$(MODE)]\\nenv: [{name: MODE, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]",
        "Pass => command: [kube-apiserver, --advertise-address=$(IP), --authorization-mode=RBAC]\\nenv: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}]",
        "Error => command: [kube-apiserver, $(X), --authorization-mode=RBAC]\\nenv: [{name: X, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]",
        "Error => command: [kube-apiserver, --authorization-mode=$(X_SERVICE_HOST)]",
        "Error => command: [kube-apiserver, --authorization-mode=$$(MODE)]\\nenv: [{name: MODE, value: RBAC}]",
      })
  void commandLines(Status expected, String fields) throws IOException {
    assertThat(container(fields.replace("\\n", "\n"))).isEqualTo(expected);
  }

  @Test
  void anchorsAreFollowed() throws IOException {
    assertThat(
            evaluate(
                    "mode: &mode --authorization-mode=AlwaysAllow\n"
                        + POD
                        + "  - name: kube-apiserver\n    command: [kube-apiserver, *mode]\n")
                .status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void onlyTheFirstDocumentCounts() throws IOException {
    String open =
        POD
            + "  - name: kube-apiserver\n    command: [kube-apiserver, --authorization-mode=AlwaysAllow]\n";
    String strict = open.replace("AlwaysAllow", "RBAC");
    assertThat(evaluate(open + "---\n" + strict).status()).isEqualTo(Status.Fail);
    assertThat(evaluate("---\n" + strict + "---\n" + open).status()).isEqualTo(Status.Pass);
  }

  @Test
  void jsonIsRead() throws IOException {
    assertThat(
            evaluate(
                    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"a\","
                        + "\"command\":[\"kube-apiserver\",\"--authorization-mode=AlwaysAllow\"]}]}}")
                .status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void theApiServerIsFoundAmongOtherContainers() throws IOException {
    assertThat(
            evaluate(
                    POD
                        + "  - name: kms\n    command: [kms, --authorization-mode=RBAC]\n"
                        + "  - name: server\n    command: [kube-apiserver]\n")
                .status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void aPodWithoutAnApiServerIsNotApplicable() throws IOException {
    HostRoot host = HostRoot.in(temp).manifest(POD + "  - name: etcd\n    command: [etcd]\n");
    // Without a look at processes it could run all the same.
    assertThat(host.evaluate(CONTROL).status()).isEqualTo(Status.Error);
    host.process(1, "0", "0::/", "systemd");
    assertThat(host.evaluate(CONTROL).status()).isEqualTo(Status.NotApplicable);
  }

  @Test
  void theKubeletReadsBackupsToo() throws IOException {
    HostRoot host = HostRoot.in(temp).apiServer("--authorization-mode=RBAC");
    host.file(
        "/etc/kubernetes/manifests/kube-apiserver.yaml.bak",
        POD + "  - name: kube-apiserver\n    command: [kube-apiserver]\n");
    assertThat(host.evaluate(CONTROL).status()).isEqualTo(Status.Fail);
  }

  @Test
  void filesWithADotAndFoldersAreLeftAlone() throws IOException {
    HostRoot host = HostRoot.in(temp).apiServer("--authorization-mode=RBAC");
    host.file("/etc/kubernetes/manifests/.old.yaml", "{[");
    host.file("/etc/kubernetes/manifests/old/kube-apiserver.yaml", "{[");
    assertThat(host.evaluate(CONTROL).status()).isEqualTo(Status.Pass);
  }

  @Test
  void aConfigFileOutsideTheMountsIsAnError() throws IOException {
    HostRoot host = HostRoot.in(temp).apiServer("--authorization-config=/somewhere/authz.yaml");
    host.file(
        "/somewhere/authz.yaml",
        "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{type: RBAC, name: rbac}]\n");
    Finding finding = host.evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("hostPath mount");
  }

  @Test
  void theWebhookIsNamed() throws IOException {
    HostRoot host =
        HostRoot.in(temp)
            .apiServer(
                "--authorization-mode=Node,RBAC,Webhook",
                "--authorization-webhook-config-file=" + HostRoots.FILES + "/w.yaml");
    host.file(HostRoots.FILES + "/w.yaml", "users: [{user: {token: secret}}]");
    assertThat(host.evaluate(CONTROL).message()).contains("Webhook").doesNotContain("secret");
  }
}
