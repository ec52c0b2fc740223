package dev.plumbline.collector.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.evidence.Argument;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container starts, behind shells and wrappers. */
class EntrypointResolverTest {

  private static Entrypoint resolve(String component, String fields)
      throws InvalidDocumentException {
    String pod =
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: x\n"
            + fields.replace("\\n", "\n").indent(4);
    Container container = StaticPod.containers("/m.yaml", Document.parse(pod)).get(0);
    return new EntrypointResolver(component, container).resolve();
  }

  private static String text(Entrypoint entrypoint) {
    if (entrypoint instanceof Entrypoint.Found found) {
      return found.arguments().stream().map(Argument::value).collect(Collectors.joining(" "));
    }
    return entrypoint.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "--a --b => command: [kube-apiserver, --a]\\nargs: [--b]",
        "--a => args: [/usr/local/bin/kube-apiserver, --a]",
        "Unrelated => args: [--a]",
        "Unrelated => command: [etcd, --a]",
        "Undetermined => image: r/kube-apiserver:v1\\nargs: [--a]",
        "Undetermined => command: [/start.sh, kube-apiserver]",
        "--a => command: [/go-runner, --log-file=/x, kube-apiserver, --a]",
        "--a => command: [nice, -n, '5', env, A=b, kube-apiserver, --a]",
        "Undetermined => command: [env, -i, kube-apiserver, --a]",
        "Undetermined => command: [nohup, kube-apiserver, --a, kube-apiserver]",
        "--a => command: [sh, -c, 'exec kube-apiserver --a']",
        "--a => command: [sh, -eu, -xc, 'exec kube-apiserver --a']",
        "Undetermined => command: [sh, -ac, 'exec kube-apiserver --a']",
        "Undetermined => command: [sh, -c, 'sudo kube-apiserver --a']",
        "Unrelated => command: [sh, -c, 'exec etcd']",
        "Undetermined => command: [sh, -c, 'kube-apiserver; kube-apiserver --a']",
        "Undetermined => command: [sh, /kube-apiserver.sh]\\nimage: kube-apiserver",
        "--a => command: [bash, -euxo, pipefail, -c, 'exec kube-apiserver --a']",
        "Undetermined => command: [bash, -o, allexport, -c, 'exec kube-apiserver --a']",
        "Undetermined => command: [bash, -oe, -c, 'exec kube-apiserver --a']",
        "--d=/x/kube-apiserver => command: [nice, kube-apiserver, --d=/x/kube-apiserver]",
        "--a => command: [watch-termination, --kubeconfig=/x, --, hyperkube, kube-apiserver, --a]",
        "Unrelated => command: [sh, -c, 'exec cluster-kube-apiserver-operator --a=/kube-apiserver/x']",
        "Unrelated => command: [sh, -c, 'echo kube-apiserver runs; x']",
        "Undetermined => command: [sh, -c, 'timeout 3 sh -c \"kube-apiserver --a\"']",
        "Undetermined => command: [sh, -c, 'kube-apiserver $FLAGS']",
        "--a => command: [sh, -c, 'rm -f $(ls) *; kube-apiserver --a']",
        "--a => command: [sh, -c, 'X=kube-apiserver; exec $X --a']",
      })
  void commandLines(String expected, String fields) throws InvalidDocumentException {
    assertThat(text(resolve("kube-apiserver", fields))).isEqualTo(expected);
  }

  /** Of OpenShift's and others' pods: the program is etcd's, and the role is not. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "AnotherRole => command: [etcd, grpc-proxy, start]",
        "AnotherRole => command: [sh, -c, 'exec nice -n -18 etcd grpc-proxy start --key /x']",
        "AnotherRole => command: [etcd, gateway]",
        "--name gateway => command: [etcd, --name, gateway]",
      })
  void etcdsProxiesAreNoEtcd(String expected, String fields) throws InvalidDocumentException {
    assertThat(text(resolve("etcd", fields))).isEqualTo(expected);
  }

  /** Which variables reach etcd (B9). */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "true => command: [etcd]\\nenv: [{name: ETCD_AUTO_TLS, value: \"true\"}]",
        "true => command: [env, ETCD_AUTO_TLS=true, etcd]",
        "true => command: [nice, env, ETCD_AUTO_TLS=true, etcd]",
        "true => command: [sh, -c, 'export ETCD_AUTO_TLS=true; exec etcd']",
        "true => command: [sh, -c, 'ETCD_AUTO_TLS=true; export ETCD_AUTO_TLS; etcd']",
        "true => command: [sh, -c, 'export ETCD_AUTO_TLS; ETCD_AUTO_TLS=true; etcd']",
        "true => command: [sh, -c, 'ETCD_AUTO_TLS=true exec etcd']",
        "true => command: [sh, -c, 'ETCD_AUTO_TLS=true etcd']",
        "true => command: [sh, -c, 'exec env ETCD_AUTO_TLS=true etcd']",
        "true => command: [sh, -c, 'ETCD_AUTO_TLS=true; etcd']\\nenv: [{name: ETCD_AUTO_TLS, value: \"false\"}]",
        "unset => command: [sh, -c, 'ETCD_AUTO_TLS=true; etcd']",
        "unset => command: [sh, -c, 'ETCD_AUTO_TLS=true tee x; etcd']",
        "hidden => command: [sh, -c, 'export ETCD_AUTO_TLS=\"$X\"; etcd']",
      })
  void variables(String expected, String fields) throws InvalidDocumentException {
    Entrypoint.Found found = (Entrypoint.Found) resolve("etcd", fields);
    Environment.Value value = found.environment().get("ETCD_AUTO_TLS");
    assertThat(
            value instanceof Environment.Value.Known known
                ? known.text()
                : value instanceof Environment.Value.Hidden ? "hidden" : "unset")
        .isEqualTo(expected);
  }

  /** Whatever the mount's form, a path below it is never the outer volume's (B15). */
  @Test
  void mountsOfAPartOfAVolumeAreKept() throws InvalidDocumentException {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        spec:
          containers:
          - name: x
            volumeMounts:
            - {name: files, mountPath: /files}
            - {name: files, mountPath: /files/sub, subPathExpr: $(NAME)}
            - {name: files, mountPath: /plain, subPath: below}
          volumes:
          - {name: files, hostPath: {path: /etc/kubernetes}}
        """;
    assertThat(StaticPod.containers("/m.yaml", Document.parse(pod)).get(0).mounts())
        .isEqualTo(
            new MountNamespace.Container(
                List.of(
                    MountNamespace.Mount.whole("files", "/files"),
                    new MountNamespace.Mount(
                        "files", "/files/sub", MountNamespace.Part.EXPRESSION, ""),
                    new MountNamespace.Mount(
                        "files", "/plain", MountNamespace.Part.SUB_PATH, "below")),
                Map.of("files", "/etc/kubernetes")));
  }
}
