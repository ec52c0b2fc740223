package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the real kubelet once for every row, and records what it answers. One at a time: the
 * read-only port is the same for all. Needs root and containerd.
 */
public final class KubeletRecorder {

  private final Path binaries;
  private final Path rbac;
  private final String version;

  /**
   * A recorder.
   *
   * @param binaries the folder with {@code kubelet}, {@code kube-apiserver} and {@code etcd}
   * @param rbac {@code config/base/rbac.yaml}, which has the rights that kubelets are asked with
   * @param version of the binaries
   */
  public KubeletRecorder(Path binaries, Path rbac, String version) {
    this.binaries = binaries;
    this.rbac = rbac;
    this.version = version;
  }

  /** Records every row of a kubelet; others are left out. */
  public KubeletTable record(List<SettingsRow> rows) throws IOException, InterruptedException {
    List<KubeletTrial.Tried> tried = new ArrayList<>();
    try (Etcd etcd = Etcd.start(binaries.resolve("etcd"));
        KubeletsApiServer apiServer =
            KubeletsApiServer.start(binaries.resolve("kube-apiserver"), etcd.endpoint(), rbac);
        Containerd runtime = Containerd.start()) {
      KubeletTrial trial =
          new KubeletTrial(binaries.resolve("kubelet"), runtime.socket(), apiServer);
      for (SettingsRow row : rows) {
        if (row.component().equals("kubelet")) {
          tried.add(trial.run(row));
        }
      }
    }
    return KubeletTable.of(version, tried);
  }
}
