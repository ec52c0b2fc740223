package dev.plumbline.collector.k3s;

import java.util.ArrayList;
import java.util.List;

/** What k3s takes out of the arguments that people give a kubelet. */
final class KubeletArguments {

  private KubeletArguments() {}

  /**
   * Without {@code --config} and {@code --config-dir}, whose files k3s copies into the drop-ins
   * that it gives the kubelet. What follows an argument without a value is taken for its value and
   * dropped, as extractConfigArgs in pkg/daemons/agent/agent.go of k3s v1.32.10 to v1.36.3 does.
   */
  static List<Option> withoutFiles(List<Option> extra) {
    List<Option> left = new ArrayList<>();
    int i = 0;
    while (i < extra.size()) {
      String[] parts = extra.get(i).value().replaceFirst("^--", "").split("=", 2);
      if (!parts[0].equals("config") && !parts[0].equals("config-dir")) {
        left.add(extra.get(i));
      }
      i += parts.length == 2 ? 1 : 2;
    }
    return left;
  }
}
