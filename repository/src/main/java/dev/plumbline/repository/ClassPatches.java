package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.TemplateExpression.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The patches of a ClusterClass, in their order: JSON patches of the templates that their selectors
 * match. Where it is unknown whether one is enabled, or what it sets, the value at its path is.
 */
final class ClassPatches {

  private final List<Definition> definitions;

  private ClassPatches(List<Definition> definitions) {
    this.definitions = List.copyOf(definitions);
  }

  /** JSON patches with the templates that they are for. */
  private record Definition(
      String patch, Optional<Tree> enabledIf, Tree.Mapping selector, List<Tree> operations) {

    boolean matches(ClassTemplate template) {
      return Format.text(selector, "kind").equals(template.kind())
          && Format.text(selector, "apiVersion").equals(template.apiVersion())
          && selector.get("matchResources").orElse(selector) instanceof Tree.Mapping resources
          && selects(resources, template);
    }

    private static boolean selects(Tree.Mapping resources, ClassTemplate template) {
      return switch (template.holder()) {
        case CONTROL_PLANE -> Format.text(resources, "controlPlane").equals("true");
        case MACHINE_DEPLOYMENT -> names(resources, "machineDeploymentClass", template.workers());
        case MACHINE_POOL -> names(resources, "machinePoolClass", template.workers());
      };
    }

    /** A name may begin or end with a star. */
    private static boolean names(Tree.Mapping resources, String field, String name) {
      return resources.get(field).orElse(resources) instanceof Tree.Mapping workers
          && workers.get("names").orElse(workers) instanceof Tree.Sequence names
          && names.items().stream()
              .filter(Tree.Scalar.class::isInstance)
              .map(item -> ((Tree.Scalar) item).text())
              .anyMatch(
                  pattern ->
                      pattern.equals(name)
                          || pattern.startsWith("*") && name.endsWith(pattern.substring(1))
                          || pattern.endsWith("*")
                              && name.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
  }

  /** The patches of a class. Those that can't be followed are reported. */
  static ClassPatches of(Tree.Mapping spec, List<ClassTemplate> templates, ComponentSink into)
      throws InvalidDocumentException {
    List<Definition> definitions = new ArrayList<>();
    for (Tree item : Format.list(spec, "patches")) {
      Tree.Mapping patch = Tree.mapping(item);
      String name = Format.text(patch, "name");
      reportExternal(name, Format.at(patch, "external"), into);
      for (Tree defined : Format.list(patch, "definitions")) {
        Tree.Mapping fields = Tree.mapping(defined);
        definitions.add(
            new Definition(
                name,
                patch.get("enabledIf"),
                Format.at(fields, "selector"),
                Format.list(fields, "jsonPatches")));
      }
    }
    definitions.stream()
        .filter(d -> ClassTemplate.isOfGroup(Format.text(d.selector(), "apiVersion")))
        .filter(d -> templates.stream().noneMatch(d::matches))
        .forEach(definition -> reportUnmatched(definition, into));
    return new ClassPatches(definitions);
  }

  /** An extension that only validates changes nothing. */
  private static void reportExternal(String name, Tree.Mapping external, ComponentSink into) {
    external
        .get("generatePatchesExtension")
        .or(() -> external.get("generateExtension"))
        .ifPresent(
            extension ->
                report(
                    "has the patch \""
                        + name
                        + "\", which an extension outside of the cluster class makes",
                    extension,
                    into));
  }

  private static void reportUnmatched(Definition definition, ComponentSink into) {
    report(
        "has the patch \""
            + definition.patch()
            + "\" of a "
            + Format.text(definition.selector(), "kind")
            + " of "
            + Format.text(definition.selector(), "apiVersion")
            + ", which matches no template of that version that the class refers to",
        definition.selector(),
        into);
  }

  private static void report(String why, Tree at, ComponentSink into) {
    Component.NAMES.forEach(
        component ->
            into.problem(component, at, why + ": its effect on " + component + " is unknown"));
  }

  /** Whether a patch is for a template. */
  boolean change(ClassTemplate template) {
    return definitions.stream().anyMatch(definition -> definition.matches(template));
  }

  /** A template with the patches of it. What Cluster API refuses is reported. */
  Tree.Mapping applied(
      ClassTemplate template, Tree.Mapping document, ClassVariables variables, ComponentSink into) {
    Tree.Mapping patched = document;
    try {
      for (Definition definition : definitions) {
        Truth enabled = definition.matches(template) ? enabled(definition, variables) : Truth.FALSE;
        if (enabled != Truth.FALSE) {
          for (Tree operation : definition.operations()) {
            patched = applied(Tree.mapping(operation), enabled, patched, variables, into.source());
          }
        }
      }
    } catch (InvalidDocumentException e) {
      into.refused(template.components(), e);
    }
    return patched;
  }

  private static Truth enabled(Definition definition, ClassVariables variables)
      throws InvalidDocumentException {
    if (definition.enabledIf().isEmpty()) {
      return Truth.TRUE;
    }
    Tree at = definition.enabledIf().get();
    String condition = Tree.text(at);
    if (condition.isEmpty()) {
      return Truth.TRUE;
    }
    if (!(ValueTemplate.rendered(condition, variables) instanceof ValueTemplate.Rendered.Text text)
        || Placeholder.isIn(text.text())) {
      return Truth.UNKNOWN;
    }
    if (text.text().isBlank()) {
      return Truth.FALSE;
    }
    List<Tree> documents = EmbeddedText.decoded(text.text(), at.span());
    return !documents.isEmpty()
            && documents.get(0) instanceof Tree.Scalar scalar
            && scalar.kind() == Tree.Kind.BOOLEAN
            && TemplateExpression.isTrue(scalar)
        ? Truth.TRUE
        : Truth.FALSE;
  }

  private static Tree.Mapping applied(
      Tree.Mapping operation,
      Truth enabled,
      Tree.Mapping target,
      ClassVariables variables,
      SourceFile source)
      throws InvalidDocumentException {
    Map<String, Tree> made = new LinkedHashMap<>(operation.entries());
    if (!Format.text(operation, "path").startsWith("/spec")) {
      throw ClusterClass.refused(operation, "has a patch of a path outside of /spec");
    }
    boolean removes = Format.text(operation, "op").equals("remove");
    if (!removes) {
      made.put("value", PatchValue.of(operation, variables, source));
    }
    Tree.Mapping known = new Tree.Mapping(made, operation.span());
    return JsonPatch.applied(
        target,
        enabled == Truth.TRUE ? known : Undecided.of(known, target),
        JsonPatch.Target.WHOLE);
  }
}
