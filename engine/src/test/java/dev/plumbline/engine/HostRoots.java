package dev.plumbline.engine;

import java.nio.file.Path;
import java.util.List;

/** Where test host roots keep what. */
public final class HostRoots {

  static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";

  /** Mounted into the API server's container at the same path. */
  static final String FILES = "/etc/kubernetes/truth";

  /** What MicroK8s' kubelite runs within itself. */
  static final List<String> KUBELITE =
      List.of(
          "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");

  private HostRoots() {}

  /** The checkout's top folder. */
  public static Path project() {
    return Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  }
}
