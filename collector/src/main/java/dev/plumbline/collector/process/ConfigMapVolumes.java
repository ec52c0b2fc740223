package dev.plumbline.collector.process;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;
import java.util.Map;

/**
 * A pod's ConfigMaps as the kubelet lays them out on the node: the directory of {@code --config} is
 * taken for the mount of the one that holds such a file.
 */
final class ConfigMapVolumes {

  private static final int MAX_VOLUMES = 100;
  private static final int MAX_KEYS = 1000;

  private static final String FLAG = "--config=";

  private final HostFileSystem host;
  private final MovedDirectories moved;

  ConfigMapVolumes(HostFileSystem host, MovedDirectories moved) {
    this.host = host;
    this.moved = moved;
  }

  /** The mounts of a pod's process, as far as they can be found. */
  MountNamespace mounts(String pod, List<String> arguments) {
    String config =
        arguments.stream()
            .filter(argument -> argument.startsWith(FLAG))
            .map(argument -> argument.substring(FLAG.length()))
            .reduce("", (first, second) -> second);
    int slash = config.lastIndexOf('/');
    if (slash <= 0) {
      return unknown("is a file of a pod whose ConfigMap could not be found");
    }
    return Distributions.kubeletRoots().stream()
        .map(root -> moved.placeOf(root).orElse(root))
        .map(root -> root + "/pods/" + pod + "/volumes/kubernetes.io~configmap")
        .map(volumes -> mounts(volumes, config, slash))
        // The first is where most kubelets have it: its reason is given when none is found.
        .reduce((first, next) -> next instanceof MountNamespace.Container ? next : first)
        .orElseThrow();
  }

  private MountNamespace mounts(String directory, String config, int slash) {
    Lookup<List<String>> volumes = host.list(directory, MAX_VOLUMES);
    if (volumes instanceof Lookup.Refused<List<String>> refused) {
      return unknown("is a file of a pod, and " + directory + " " + refused.why());
    }
    // The operator has the volumes of kube-proxy mounted, and not those beside them.
    List<String> readable = volumes.found().orElseGet(() -> host.readableBelow(directory));
    if (volumes instanceof Lookup.OutOfScope<List<String>> outside && readable.isEmpty()) {
      return unknown(
          "is a file of a pod, and " + outside.path() + " " + ReferencedFile.OutOfScope.WHY);
    }
    return readable.stream()
        .map(volume -> directory + "/" + volume)
        .filter(path -> holds(path, config.substring(slash + 1)))
        .findFirst()
        .map(path -> mounted(path, config.substring(0, slash)))
        .orElse(unknown("is a file of a pod whose ConfigMap could not be found"));
  }

  private boolean holds(String directory, String file) {
    return host.list(directory, MAX_KEYS).found().orElse(List.of()).contains(file);
  }

  private static MountNamespace mounted(String hostPath, String mountPath) {
    return new MountNamespace.Container(
        List.of(MountNamespace.Mount.whole("config", mountPath)), Map.of("config", hostPath));
  }

  private static MountNamespace unknown(String why) {
    return new MountNamespace.Unknown(why);
  }
}
