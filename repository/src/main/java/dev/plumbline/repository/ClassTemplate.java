package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A template that a ClusterClass refers to.
 *
 * @param workers the class of workers that it is for; empty for the control plane
 */
record ClassTemplate(Holder holder, String workers, Tree.Mapping reference) {

  /** What a template is for, with the field that lists its kind. */
  enum Holder {
    CONTROL_PLANE("controlPlane"),
    MACHINE_DEPLOYMENT("machineDeployments"),
    MACHINE_POOL("machinePools");

    private final String field;

    Holder(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  /** The template in a block with a reference: {@code templateRef}, in v1beta1 {@code ref}. */
  static Optional<ClassTemplate> of(Holder holder, String workers, Tree.Mapping block) {
    return block
        .get("templateRef")
        .or(() -> block.get("ref"))
        .filter(Tree.Mapping.class::isInstance)
        .map(reference -> new ClassTemplate(holder, workers, (Tree.Mapping) reference));
  }

  /** Whether a document may be the template of a control plane or of nodes. */
  static boolean mayBeOne(Tree.Mapping document) {
    return isOfGroup(Format.text(document, "apiVersion"));
  }

  static boolean isOfGroup(String apiVersion) {
    return apiVersion.startsWith("controlplane.cluster.x-k8s.io/")
        || apiVersion.startsWith("bootstrap.cluster.x-k8s.io/");
  }

  String kind() {
    return Format.text(reference, "kind");
  }

  String apiVersion() {
    return Format.text(reference, "apiVersion");
  }

  /** By which a class and a template find each other, whatever versions they are of. */
  String key() {
    return key(kind(), Format.text(reference, "name"));
  }

  static String keyOf(Tree.Mapping document) {
    return key(Format.text(document, "kind"), Format.nameOf(document));
  }

  private static String key(String kind, String name) {
    return kind + "/" + name;
  }

  /** The template, if it is among the files: that of the class' own file before others. */
  Optional<Tree.Mapping> in(SourceFile source) {
    SourceFile.Part own = source.part(reference.span().line());
    return source.objects().stream()
        .filter(document -> mayBeOne(document) && keyOf(document).equals(key()))
        .min(Comparator.comparing(d -> !source.part(d.span().line()).equals(own)));
  }

  /** The components that it configures as far as its kind shows. */
  List<String> components() {
    return holder == Holder.CONTROL_PLANE ? Component.NAMES : List.of("kubelet", "kube-proxy");
  }

  /** Reads what Cluster API makes of the template, unless the same was read before. */
  void read(
      ClassVariables variables,
      ClassPatches patches,
      String version,
      Set<Tree> added,
      ComponentSink into)
      throws InvalidDocumentException {
    Optional<Tree.Mapping> found = in(into.source());
    if (found.isEmpty()) {
      report("refers to a template that was not found among the files that were checked", into);
      return;
    }
    Tree.Mapping template = found.get();
    if (patches.change(this) && !Format.text(template, "apiVersion").equals(apiVersion())) {
      report(
          "refers to version "
              + apiVersion()
              + " of a template that is written in "
              + Format.text(template, "apiVersion")
              + ", so that patches of it are not followed",
          into);
      return;
    }
    Tree.Mapping made = patches.applied(this, template, variables, into);
    Tree.Mapping versioned = version.isEmpty() ? made : withVersion(made, version);
    if (added.add(versioned)) {
      RepositoryFile.read(versioned, into);
    }
  }

  private static Tree.Mapping withVersion(Tree.Mapping template, String version)
      throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(template, "spec");
    return SynthesizedTree.with(
        template,
        "spec",
        SynthesizedTree.with(spec, "version", SynthesizedTree.text(version, spec)));
  }

  private void report(String why, ComponentSink into) {
    String name = kind() + " \"" + Format.text(reference, "name") + "\"";
    for (String component : components()) {
      into.problem(
          component,
          reference,
          why + " (" + name + "): how " + component + " is started is unknown");
    }
  }
}
