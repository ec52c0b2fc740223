package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;

/** A file of a repository as evidence. */
public final class RepositoryFile {

  /** The formats, in the order that they are asked; a document is of the first that reads it. */
  private static final List<Format> FORMATS =
      List.of(
          new StaticPodManifest(),
          new Kubeadm(),
          new ComponentConfiguration(
              "kubelet", "KubeletConfiguration", "kubelet.config.k8s.io/", ConfigSchema.KUBELET),
          new ComponentConfiguration(
              "kube-proxy",
              "KubeProxyConfiguration",
              "kubeproxy.config.k8s.io/",
              ConfigSchema.PROXY),
          new ComponentConfiguration(
              "kube-scheduler",
              "KubeSchedulerConfiguration",
              "kubescheduler.config.k8s.io/",
              ConfigSchema.SCHEDULER),
          new ClusterApi(),
          new Kops(),
          new Kind(),
          new Talos(),
          new Rancher());

  /** What those are called, for people. */
  public static final String KNOWN =
      "static-pod manifests, kubeadm's, kubelets', kube-proxy's and the scheduler's configuration,"
          + " Cluster API's KubeadmControlPlane and KubeadmConfig, config.yaml of RKE2 and k3s,"
          + " kops Clusters, Talos machine configurations and kind Clusters";

  private RepositoryFile() {}

  /**
   * Reads a file. Documents of other kinds tell nothing.
   *
   * @param name what to call it in places
   * @return its components; none, and no problem, when nothing in it is of a known format
   */
  public static Evidence read(String name, String text) {
    ComponentSink told = tell(new ComponentSink(name, text), text);
    return evidence(told.components(), told.problems());
  }

  /** The evidence of a file that couldn't be read. */
  public static Evidence unreadable(String name, int line, String why) {
    return evidence(List.of(), List.of(new Problem("", SourceLocation.line(name, line), why)));
  }

  public static ComponentSink tell(ComponentSink told, String text) {
    try {
      for (Tree document : Document.parseAll(text)) {
        if (document instanceof Tree.Mapping mapping) {
          tell(mapping, told);
        }
      }
    } catch (InvalidDocumentException e) {
      told.refused(e);
    }
    return told;
  }

  private static void tell(Tree.Mapping document, ComponentSink told)
      throws InvalidDocumentException {
    for (Format format : FORMATS) {
      if (format.reads(document)) {
        format.tell(document, told);
        return;
      }
    }
  }

  private static Evidence evidence(List<Component> components, List<Problem> problems) {
    return new Evidence(
        Evidence.SCHEMA_VERSION, Scope.repository(), components, List.of(), problems, List.of());
  }
}
