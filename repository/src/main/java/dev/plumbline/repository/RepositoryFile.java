package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of a repository as evidence. */
public final class RepositoryFile {

  /** The formats, in the order that they are tried; a document is of the first that matches. */
  private static final List<Format> FORMATS =
      Stream.of(
              Stream.of(new Encrypted(), new StaticPodManifest(), new Workload(), new Kubeadm()),
              ComponentConfiguration.ALL.stream(),
              Stream.of(
                  new ClusterApi(),
                  new Kops(),
                  new KopsInstanceGroup(),
                  new Kind(),
                  new Talos(),
                  new RancherCluster(),
                  new Rke2ClusterApi(),
                  new Rke1(),
                  new Rancher(),
                  new Unsupported()))
          .<Format>flatMap(formats -> formats)
          .toList();

  /** What those are called, for people. */
  public static final String KNOWN =
      "static-pod manifests, kubeadm's, kubelets', kube-proxy's and the scheduler's configuration,"
          + " Cluster API's KubeadmControlPlane and KubeadmConfig, config.yaml of RKE2 and k3s,"
          + " kops Clusters and InstanceGroups, Talos machine configurations and kind Clusters";

  private RepositoryFile() {}

  /** Whether a document is of a known format. */
  static boolean isKnown(Tree.Mapping document) {
    return format(document).isPresent();
  }

  private static Optional<Format> format(Tree.Mapping document) {
    return FORMATS.stream().filter(candidate -> candidate.recognizes(document)).findFirst();
  }

  /** Reads a file, or several as one. Documents of other kinds add nothing. */
  static FileOutcome read(SourceFile file) {
    ComponentSink sink = new ComponentSink(file);
    boolean known = false;
    if (KubeadmPatchFiles.isPatch(Path.of(file.name()))) {
      return sink.patchAlone(Path.of(file.name()));
    }
    for (Tree.Mapping document : file.documents()) {
      if (isKnown(document) && !KubeadmPatchFiles.isIn(file, document)) {
        known = true;
        read(document, sink);
      }
    }
    file.lists().stream()
        .filter(list -> !KubeadmPatchFiles.isIn(file, list))
        .forEach(list -> Unsupported.reportJsonPatch(list, sink));
    return sink.outcome(known);
  }

  /** Reads one document, at the top of a file or within another. */
  static void read(Tree.Mapping document, ComponentSink into) {
    Optional<Format> format = format(document);
    if (format.isPresent()) {
      NodeFiles around = into.nodeFiles();
      try {
        into.nodeFiles(NodeFiles.none());
        format.get().read(document, into);
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
      into.nodeFiles(around);
    }
  }
}
