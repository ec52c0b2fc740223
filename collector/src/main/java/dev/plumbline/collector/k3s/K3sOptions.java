package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.K3sArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of k3s that decide which components it runs and with which arguments. Any other may
 * be a secret, such as its token, and is dropped where it is read.
 *
 * @see <a href="https://docs.k3s.io/cli/server">options of a server</a>; pkg/cli/cmds/server.go and
 *     agent.go of k3s v1.29.15 to v1.36.3
 */
final class K3sOptions {

  static final String DEFAULT_DATA = "/var/lib/rancher/k3s";
  static final String DEFAULT_CONFIG = "/etc/rancher/k3s/config.yaml";

  /** Beside those that give components their arguments. */
  private static final Set<String> KEPT =
      Set.of(
          "config",
          "data-dir",
          "server",
          "cluster-init",
          "datastore-endpoint",
          "datastore-cafile",
          "datastore-certfile",
          "datastore-keyfile",
          "disable-agent",
          "disable-apiserver",
          "disable-controller-manager",
          "disable-scheduler",
          "disable-etcd",
          "disable-kube-proxy",
          "secrets-encryption",
          "protect-kernel-defaults",
          "https-listen-port",
          "apiserver-port",
          "node-ip",
          "node-name",
          "rootless");

  private static final Map<String, String> ALIASES =
      Map.of("c", "config", "d", "data-dir", "s", "server", "t", "token", "i", "node-ip");

  /** The variables that k3s takes in place of an option. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "K3S_CONFIG_FILE", "config",
          "K3S_DATA_DIR", "data-dir",
          "K3S_URL", "server",
          "K3S_CLUSTER_INIT", "cluster-init",
          "K3S_DATASTORE_ENDPOINT", "datastore-endpoint",
          "K3S_DATASTORE_CAFILE", "datastore-cafile",
          "K3S_DATASTORE_CERTFILE", "datastore-certfile",
          "K3S_DATASTORE_KEYFILE", "datastore-keyfile",
          "K3S_APISERVER_PORT", "apiserver-port",
          "K3S_NODE_NAME", "node-name");

  private final List<Option> options;

  /**
   * @param options in the order of their precedence: of two for one value the later counts
   */
  K3sOptions(List<Option> options) {
    this.options = List.copyOf(options);
  }

  static String longName(String name) {
    return ALIASES.getOrDefault(name, name);
  }

  static boolean isKept(String name) {
    return KEPT.contains(name) || isArguments(name);
  }

  /** Whether it gives a component its arguments. */
  static boolean isArguments(String name) {
    return K3sArguments.component(name).isPresent();
  }

  /** The options that variables give. */
  static List<Option> of(Map<String, Option> environment) {
    List<Option> given = new ArrayList<>();
    VARIABLES.forEach(
        (variable, name) -> {
          Option value = environment.get(variable);
          if (value != null && !value.value().isEmpty()) {
            given.add(new Option(name, value.value(), value.place()));
          }
        });
    return given;
  }

  List<Option> all(String name) {
    return options.stream().filter(option -> option.name().equals(name)).toList();
  }

  /** The value in force; empty when there is none. */
  String text(String name) {
    List<Option> given = all(name);
    return given.isEmpty() ? "" : given.get(given.size() - 1).value();
  }

  boolean has(String name) {
    return !text(name).isEmpty();
  }

  boolean isTrue(String name) {
    return text(name).matches("1|t|T|true|TRUE|True");
  }

  String dataDirectory() {
    return has("data-dir") ? text("data-dir").replaceFirst("(?<=.)/+$", "") : DEFAULT_DATA;
  }
}
