package dev.plumbline.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of kubeadm's configuration that kind generates for a release of Kubernetes: {@code
 * Config} in pkg/cluster/internal/kubeadm/config.go at fed26882. A patch of another one is ignored.
 *
 * @param minor of the release; 0 when it is not known, since it is that of kind's own release then
 */
record KindRelease(int minor) {

  private static final Pattern TAG = Pattern.compile(":v1\\.(\\d{1,4})\\.");

  private static final String GROUP = "kubeadm.k8s.io/";

  /** An older kind generates v1beta3 for these too, so that its own release decides. */
  private static final int FIRST_OF_V1BETA4 = 36;

  private static final int FIRST_OF_V1BETA3 = 23;

  static KindRelease of(String image) {
    Matcher tag = TAG.matcher(image);
    return new KindRelease(tag.find() ? Integer.parseInt(tag.group(1)) : 0);
  }

  /** Whether a patch of this version has a document to change. */
  boolean generates(String apiVersion) {
    if (!apiVersion.startsWith(GROUP)) {
      return true;
    }
    return switch (apiVersion.substring(GROUP.length())) {
      case "v1beta4" -> minor == 0 || minor >= FIRST_OF_V1BETA4;
      case "v1beta3" -> minor == 0 || minor >= FIRST_OF_V1BETA3 && minor < FIRST_OF_V1BETA4;
      default -> minor > 0 && minor < FIRST_OF_V1BETA3;
    };
  }
}
