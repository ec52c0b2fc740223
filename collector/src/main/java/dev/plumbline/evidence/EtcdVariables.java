package dev.plumbline.evidence;

import java.util.List;
import java.util.Locale;

/**
 * The variables that etcd takes in place of flags, as far as controls ask for them. Others may be
 * secrets and stay on the node.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/configuration/">etcd's configuration</a>
 */
public final class EtcdVariables {

  /** The flags that have a variable. */
  public static final List<String> FLAGS =
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
          "listen-client-urls",
          "listen-client-http-urls",
          "listen-peer-urls",
          "cipher-suites",
          "tls-min-version");

  private EtcdVariables() {}

  /** The variable for a flag, e.g. {@code ETCD_AUTO_TLS} for {@code auto-tls}. */
  public static String name(String flag) {
    return "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
