package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.settings.Certificates;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The certificates that a node's kubelet may show to those who connect to it. Which of several
 * values of a flag counts, only the kubelet's own parser determines, so each one that is there is
 * named.
 */
public final class ServingCertificates {

  private static final String KUBELET = "kubelet";

  /** The default of {@code --cert-dir}. */
  private static final String DIRECTORY = "/var/lib/kubelet/pki";

  /**
   * What a kubelet signs itself, and what it has from the cluster with {@code serverTLSBootstrap}:
   * pkg/kubelet/certificate of Kubernetes.
   */
  private static final List<String> NAMES = List.of("kubelet.crt", "kubelet-server-current.pem");

  private ServingCertificates() {}

  /**
   * Reads them.
   *
   * @param components what was found on the node; without a kubelet, nothing is read
   * @return the SHA-256 of each in lower-case hex, at most {@link
   *     EvidenceReceipt#MAX_CERTIFICATES}, sorted
   */
  public static List<String> read(HostFileSystem host, Collection<Component> components) {
    return components.stream()
        .filter(component -> component.name().equals(KUBELET))
        .flatMap(kubelet -> paths(kubelet).stream())
        .distinct()
        .flatMap(path -> host.firstCertificate(path, "/").found().stream())
        .flatMap(pem -> Certificates.fingerprint(pem).stream())
        .distinct()
        .limit(EvidenceReceipt.MAX_CERTIFICATES)
        .sorted()
        .toList();
  }

  /** Relative ones are left out: they start from the file that names them, or where it runs. */
  private static Set<String> paths(Component kubelet) {
    Set<String> paths =
        new LinkedHashSet<>(FileFlags.candidates("tls-cert-file", kubelet.arguments(), List.of()));
    settings(kubelet, "tlsCertFile").forEach(paths::add);
    Set<String> directories =
        new LinkedHashSet<>(FileFlags.candidates("cert-dir", kubelet.arguments(), List.of()));
    directories.add(DIRECTORY);
    directories.forEach(directory -> NAMES.forEach(name -> paths.add(directory + "/" + name)));
    paths.removeIf(path -> !path.startsWith("/"));
    return paths;
  }

  private static Stream<String> settings(Component kubelet, String name) {
    return FilesOfNode.documents(kubelet.files()).stream()
        .map(ReferencedFile.Document::settings)
        .flatMap(List::stream)
        .filter(setting -> setting.path().equals(name))
        .map(Setting::value);
  }
}
