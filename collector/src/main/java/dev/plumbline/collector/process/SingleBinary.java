package dev.plumbline.collector.process;

import dev.plumbline.evidence.Component;
import java.util.List;
import java.util.Optional;

/**
 * A program that runs components within itself, such as k3s's and MicroK8s'.
 *
 * @param program its file name
 * @param components what it runs on a server
 */
record SingleBinary(String program, List<String> components) {

  private static final List<String> NODE_COMPONENTS = List.of("kubelet", "kube-proxy");

  private static final List<SingleBinary> KNOWN =
      List.of(
          new SingleBinary("k3s", Component.NAMES),
          new SingleBinary("k3s-server", Component.NAMES),
          new SingleBinary("k3s-agent", NODE_COMPONENTS),
          new SingleBinary(
              "kubelite",
              List.of(
                  "kube-apiserver",
                  "kube-controller-manager",
                  "kube-scheduler",
                  "kubelet",
                  "kube-proxy")));

  static Optional<SingleBinary> of(String program) {
    return KNOWN.stream().filter(known -> known.program().equals(program)).findFirst();
  }

  /** The components that it may run with these arguments: other commands of k3s run none. */
  List<String> components(List<String> arguments) {
    if (!program.equals("k3s") || arguments.contains("server")) {
      return components;
    }
    return arguments.contains("agent") ? NODE_COMPONENTS : List.of();
  }
}
