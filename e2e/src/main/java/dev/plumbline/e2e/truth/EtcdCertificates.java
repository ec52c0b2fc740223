package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The certificates that kubeadm makes for etcd. */
final class EtcdCertificates {

  /** kubeadm takes no address of the loopback network; nobody verifies the certificates. */
  private static final String CERTIFIED = "192.0.2.1";

  private static final String KUBEADM =
      """
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: InitConfiguration
      localAPIEndpoint: {advertiseAddress: %s}
      nodeRegistration: {name: node, criSocket: "unix:///nowhere"}
      ---
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: %s
      certificatesDir: %s/pki
      """;

  private EtcdCertificates() {}

  /**
   * Makes them below {@code pki/etcd} of a folder.
   *
   * @param binaries the folder with kubeadm
   * @param version of kubeadm
   */
  static void in(Path folder, Path binaries, String version)
      throws IOException, InterruptedException {
    Path config = folder.resolve("kubeadm.yaml");
    Files.writeString(config, KUBEADM.formatted(CERTIFIED, version, folder));
    for (String certificate : List.of("etcd-ca", "etcd-server", "etcd-peer")) {
      certificate(binaries, certificate, config);
    }
  }

  private static void certificate(Path binaries, String name, Path config)
      throws IOException, InterruptedException {
    Process kubeadm =
        new ProcessBuilder(
                binaries.resolve("kubeadm").toString(),
                "init",
                "phase",
                "certs",
                name,
                "--config=" + config)
            .redirectErrorStream(true)
            .redirectOutput(config.resolveSibling(name + ".log").toFile())
            .start();
    if (kubeadm.waitFor() != 0) {
      throw new IllegalStateException(
          Files.readString(config.resolveSibling(name + ".log")).strip());
    }
  }
}
