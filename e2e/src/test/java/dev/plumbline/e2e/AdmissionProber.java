package dev.plumbline.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The account as which API servers are asked what they admit, with its rights and its policy. */
final class AdmissionProber {

  /** In {@code config/}. */
  static final List<String> FILES =
      List.of("overlays/admission-probes/rbac.yaml", "overlays/admission-probes/policy.yaml");

  private AdmissionProber() {}

  static void install() throws IOException, InterruptedException {
    for (String file : FILES) {
      Kubectl.assertDone(Kubectl.run("", "apply", "-f", path(file)));
    }
  }

  static void uninstall() throws IOException, InterruptedException {
    for (String file : FILES) {
      Kubectl.assertDone(Kubectl.run("", "delete", "--ignore-not-found", "-f", path(file)));
    }
  }

  private static String path(String file) {
    return TrueCluster.root().resolve(Path.of("config", file)).toString();
  }
}
