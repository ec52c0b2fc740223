package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words that k3s is started with, read by the rules of Go's flag package, which urfave/cli
 * uses.
 *
 * @param role {@code server} or {@code agent}
 * @param options those that are kept
 */
record K3sCommandLine(String role, List<Option> options) {

  /** pkg/cli/cmds/server.go, agent.go, log.go and root.go of k3s v1.29.15 to v1.36.3. */
  private static final Set<String> BOOLEANS =
      Set.of(
          "alsologtostderr",
          "cluster-init",
          "cluster-reset",
          "debug",
          "disable-agent",
          "disable-apiserver",
          "disable-apiserver-lb",
          "disable-cloud-controller",
          "disable-controller-manager",
          "disable-default-registry-endpoint",
          "disable-etcd",
          "disable-helm-controller",
          "disable-kube-proxy",
          "disable-network-policy",
          "disable-scheduler",
          "docker",
          "embedded-registry",
          "enable-pprof",
          "etcd-disable-snapshots",
          "etcd-expose-metrics",
          "etcd-s3",
          "etcd-s3-insecure",
          "etcd-s3-skip-ssl-verify",
          "etcd-snapshot-compress",
          "flannel-external-ip",
          "flannel-ipv6-masq",
          "kine-tls",
          "nonroot-devices",
          "prefer-bundled-bin",
          "protect-kernel-defaults",
          "rootless",
          "secrets-encryption",
          "selinux",
          "supervisor-metrics",
          "tls-san-security",
          "with-node-id");

  K3sCommandLine {
    options = List.copyOf(options);
  }

  /** A word and where it is written. */
  record Word(String text, SourceLocation place) {}

  /**
   * Reads what follows the program.
   *
   * @return empty when it is neither a server's nor an agent's command
   */
  static Optional<K3sCommandLine> of(List<Word> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      if (word.equals("server") || word.equals("agent")) {
        return Optional.of(new K3sCommandLine(word, options(words.subList(i + 1, words.size()))));
      }
    }
    return Optional.empty();
  }

  private static List<Option> options(List<Word> words) {
    List<Option> options = new ArrayList<>();
    int i = 0;
    while (i < words.size() && words.get(i).text().matches("(?s)--?[^-].*")) {
      Word word = words.get(i);
      String[] parts = word.text().replaceFirst("^--?", "").split("=", 2);
      String name = K3sOptions.longName(parts[0]);
      String value = parts.length == 2 ? parts[1] : "true";
      if (parts.length == 1 && !BOOLEANS.contains(name) && i + 1 < words.size()) {
        i++;
        value = words.get(i).text();
      }
      if (K3sOptions.isKept(name)) {
        options.add(new Option(name, value, word.place()));
      }
      i++;
    }
    return options;
  }
}
