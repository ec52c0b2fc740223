package dev.plumbline.collector;

import dev.plumbline.evidence.Argument.Knowledge;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The variables that etcd takes in place of flags, as far as controls ask for them. Others may be
 * secrets and stay on the node.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/configuration/">etcd's configuration</a>
 */
final class EtcdEnvironment {

  private static final List<String> FLAGS =
      List.of(
          "config-file",
          "data-dir",
          "cert-file",
          "key-file",
          "client-cert-auth",
          "trusted-ca-file",
          "auto-tls",
          "peer-cert-file",
          "peer-key-file",
          "peer-client-cert-auth",
          "peer-trusted-ca-file",
          "peer-auto-tls",
          "cipher-suites",
          "tls-min-version");

  private EtcdEnvironment() {}

  static String variable(String flag) {
    return "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static List<Variable> of(Environment environment, Place place) {
    List<Variable> variables = new ArrayList<>();
    for (String flag : FLAGS) {
      String name = variable(flag);
      Environment.Value value = environment.get(name);
      if (value instanceof Environment.Value.Known known) {
        variables.add(new Variable(name, known.text(), Knowledge.FULL, place));
      } else if (value instanceof Environment.Value.Hidden) {
        variables.add(new Variable(name, "", Knowledge.PARTIAL, place));
      }
    }
    return variables;
  }
}
