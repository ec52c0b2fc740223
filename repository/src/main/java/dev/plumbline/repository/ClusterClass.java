package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ClassTemplate.Holder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cluster API's ClusterClass: the templates that it refers to, with its patches, as each Cluster of
 * the class makes objects of them (truth/cluster-api). What no Cluster among the files says is
 * unknown.
 *
 * @see <a
 *     href="https://cluster-api.sigs.k8s.io/tasks/experimental-features/cluster-class/write-clusterclass">
 *     writing a ClusterClass</a>
 */
final class ClusterClass implements Format {

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOne(document);
  }

  static boolean isOne(Tree.Mapping document) {
    return Format.is(document, "ClusterClass", "cluster.x-k8s.io/");
  }

  static Optional<Tree.Mapping> named(String name, SourceFile source) {
    return source.objects().stream()
        .filter(ClusterClass::isOne)
        .filter(object -> Format.nameOf(object).equals(name))
        .findFirst();
  }

  /** Whether a class in the same files reads this template, with its patches. */
  static boolean reads(Tree document, SourceFile source) {
    return document instanceof Tree.Mapping template
        && ClassTemplate.mayBeOne(template)
        && source.objects().stream()
            .filter(ClusterClass::isOne)
            .filter(made -> isRead(made, source))
            .flatMap(made -> templatesOf(made).stream())
            .anyMatch(reference -> reference.in(source).filter(template::equals).isPresent());
  }

  /** A class without patches and without a Cluster says nothing beyond its templates. */
  private static boolean isRead(Tree.Mapping document, SourceFile source) {
    return document.get("spec").orElse(document) instanceof Tree.Mapping spec
        && (spec.get("patches").isPresent() || !clusters(document, source).isEmpty());
  }

  private static List<Tree.Mapping> clusters(Tree.Mapping document, SourceFile source) {
    String name = Format.nameOf(document);
    return source.objects().stream()
        .filter(TopologyCluster::isOne)
        .filter(cluster -> TopologyCluster.classOf(cluster).equals(name))
        .toList();
  }

  /** The templates of control planes and nodes; none of a class that is not valid. */
  static List<ClassTemplate> templatesOf(Tree.Mapping document) {
    try {
      return templates(Format.at(document, "spec"));
    } catch (InvalidDocumentException e) {
      return List.of();
    }
  }

  private static List<ClassTemplate> templates(Tree.Mapping spec) throws InvalidDocumentException {
    List<ClassTemplate> templates = new ArrayList<>();
    ClassTemplate.of(Holder.CONTROL_PLANE, "", Format.at(spec, "controlPlane"))
        .ifPresent(templates::add);
    for (Holder holder : List.of(Holder.MACHINE_DEPLOYMENT, Holder.MACHINE_POOL)) {
      for (Tree item : Format.list(Format.at(spec, "workers"), holder.field())) {
        Tree.Mapping workers = Tree.mapping(item);
        // In v1beta1 there is a block more.
        Tree.Mapping bootstrap =
            workers.get("template").isPresent()
                ? Format.at(workers, "template", "bootstrap")
                : Format.at(workers, "bootstrap");
        ClassTemplate.of(holder, Format.text(workers, "class"), bootstrap)
            .ifPresent(templates::add);
      }
    }
    return templates;
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    if (!isRead(document, into.source())) {
      return;
    }
    Tree.Mapping spec = Format.at(document, "spec");
    List<ClassTemplate> templates = templates(spec);
    ClassPatches patches = ClassPatches.of(spec, templates, into);
    Set<Tree> added = new HashSet<>();
    Set<ClassTemplate> used = new HashSet<>();
    for (Tree.Mapping cluster : clusters(document, into.source())) {
      try {
        Tree.Mapping topology = Format.at(cluster, "spec", "topology");
        ClassVariables variables = ClassVariables.of(spec, cluster);
        for (ClassTemplate template : templates) {
          for (Tree.Mapping use : uses(template, topology)) {
            used.add(template);
            ClassVariables own = variables.of(template, use);
            template.read(own, patches, Format.text(topology, "version"), added, into);
          }
        }
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
    }
    for (ClassTemplate template : templates) {
      if (!used.contains(template)) {
        template.read(ClassVariables.withoutCluster(spec), patches, "", added, into);
      }
    }
  }

  /** The parts of a topology that are made from a template. */
  private static List<Tree.Mapping> uses(ClassTemplate template, Tree.Mapping topology)
      throws InvalidDocumentException {
    if (template.holder() == Holder.CONTROL_PLANE) {
      return List.of(Format.at(topology, "controlPlane"));
    }
    List<Tree.Mapping> uses = new ArrayList<>();
    for (Tree item : Format.list(Format.at(topology, "workers"), template.holder().field())) {
      Tree.Mapping workers = Tree.mapping(item);
      if (Format.text(workers, "class").equals(template.workers())) {
        uses.add(workers);
      }
    }
    return uses;
  }

  /** That Cluster API refuses a class, or a Cluster of it. */
  static InvalidDocumentException refused(Tree at, String why) {
    return new InvalidDocumentException(at.span().line(), why + ": Cluster API refuses it");
  }
}
