package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
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
              ApiServerFile.ALL.stream(),
              Stream.of(
                  new ApiServerFile.Authenticators(),
                  new ApiServerFile.Authorizers(),
                  new ApiServerFile.PodSecurity(),
                  new ConfigMap(),
                  new KubeletConfigz(),
                  new Kamaji(),
                  new ClusterApi(),
                  new Kops(),
                  new KopsInstanceGroup(),
                  new Kind(),
                  new Talos(),
                  new TalosDocument(),
                  new TalosClusterApi(),
                  new Talhelper(),
                  new K0s(),
                  new K0sInstallers(),
                  new K3d(),
                  new MicroK8s(),
                  new Eksctl(),
                  new Nodeadm(),
                  new OpenShiftMachines(),
                  new Gardener(),
                  new CloudInit(),
                  new Rancher(),
                  new Kubespray(),
                  new Unsupported()))
          .<Format>flatMap(formats -> formats)
          .toList();

  /** What those are called, for people. */
  public static final String KNOWN =
      "static-pod manifests and workloads of components, kubeadm's, kubelets', kube-proxy's and the"
          + " scheduler's configuration, files that the API server's arguments name, ConfigMaps and"
          + " user data with any of these, Cluster API's kubeadm, Talos and k0s objects,"
          + " config.yaml of RKE2 and k3s, k3d, kops Clusters and InstanceGroups, Talos machine"
          + " configurations, patches and talconfig.yaml, k0s and k0sctl, kind Clusters, Kamaji's"
          + " TenantControlPlane, MicroK8s' launch configurations and argument files, eksctl's"
          + " ClusterConfig, nodeadm's NodeConfig, OpenShift's KubeletConfig and MachineConfig,"
          + " Kubespray's variables and Gardener's Shoot";

  private RepositoryFile() {}

  /**
   * Reads a file. Documents of other kinds add nothing. A problem that concerns no component in
   * particular means that the file as a whole could not be read.
   *
   * @param name what to call it in locations
   * @return its components; none, and no problem, when nothing in it is of a known format
   */
  public static Evidence read(String name, String text) {
    try {
      Optional<String> component = ArgumentFile.componentOf(name, text);
      boolean userData = Unsupported.isUserDataInParts(text);
      List<Tree> documents =
          userData || component.isPresent() ? List.of() : Document.parseAll(text);
      ComponentSink sink = new ComponentSink(SourceFile.of(name, text, documents));
      component.ifPresent(started -> ArgumentFile.read(started, sink));
      if (userData) {
        Unsupported.reportUserData(sink);
      }
      sink.source().documents().forEach(document -> read(document, sink));
      documents.forEach(document -> readJsonPatch(document, sink));
      return evidence(sink.components(), sink.problems());
    } catch (InvalidDocumentException e) {
      Problem problem = new Problem("", SourceLocation.line(name, e.line()), why(e, text));
      return evidence(List.of(), List.of(problem));
    }
  }

  private static void readJsonPatch(Tree document, ComponentSink into) {
    if (TalosPatches.isJsonPatch(document)) {
      try {
        TalosPatches.readJsonPatch(document, into);
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
    } else {
      Unsupported.reportJsonPatch(document, into);
    }
  }

  /** The evidence of a file that could not be read. */
  static Evidence unreadable(String name, int line, String why) {
    return evidence(List.of(), List.of(new Problem("", SourceLocation.line(name, line), why)));
  }

  private static String why(InvalidDocumentException e, String text) {
    return Placeholder.templateSign(text)
        .map(sign -> "looks like a template (" + sign + "); render it and check the result")
        .orElse(e.why());
  }

  /** Reads one document, at the top of a file or within another. */
  static void read(Tree.Mapping document, ComponentSink into) {
    Optional<Format> format =
        FORMATS.stream().filter(candidate -> candidate.recognizes(document)).findFirst();
    if (format.isPresent()) {
      NodeFiles around = into.nodeFiles();
      try {
        format.get().read(document, into);
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
      into.nodeFiles(around);
    }
  }

  private static Evidence evidence(List<Component> components, List<Problem> problems) {
    return new Evidence(
        Evidence.SCHEMA_VERSION, Scope.repository(), components, List.of(), problems, List.of());
  }
}
