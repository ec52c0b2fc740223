package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents that an installer makes of the one at hand, at the place that they are made of. */
final class SynthesizedTree {

  private static final String GROUP = "apiserver.config.k8s.io/v1";

  private SynthesizedTree() {}

  static Tree text(String value, Tree at) {
    return new Tree.Scalar(value, Tree.Kind.STRING, Tree.Origin.SHARED, at.span());
  }

  /** A mapping of one field. */
  static Tree.Mapping of(String field, Tree value) {
    return new Tree.Mapping(Map.of(field, value), value.span());
  }

  static Tree.Mapping empty(Tree at) {
    return new Tree.Mapping(Map.of(), at.span());
  }

  static Tree list(List<? extends Tree> items, Tree at) {
    return new Tree.Sequence(List.copyOf(items), Tree.Layout.BLOCK, at.span());
  }

  /** The same fields with a kind and version, which an installer adds where they are left out. */
  static Tree.Mapping ofKind(String apiVersion, String kind, Tree.Mapping fields) {
    Map<String, Tree> all = new LinkedHashMap<>(fields.entries());
    all.put("apiVersion", text(apiVersion, fields));
    all.put("kind", text(kind, fields));
    return new Tree.Mapping(all, fields.span());
  }

  static Tree.Mapping with(Tree.Mapping fields, String field, Tree value) {
    Map<String, Tree> all = new LinkedHashMap<>(fields.entries());
    all.put(field, value);
    return new Tree.Mapping(all, fields.span());
  }

  /** The fields of one mapping, over which those of another are laid. */
  static Tree.Mapping over(Tree.Mapping below, Tree.Mapping above) {
    Map<String, Tree> all = new LinkedHashMap<>(below.entries());
    all.putAll(above.entries());
    return new Tree.Mapping(all, above.entries().isEmpty() ? below.span() : above.span());
  }

  /** A Pod of API version v1. */
  static Tree.Mapping pod(Tree metadata, Tree spec) {
    Map<String, Tree> pod = new LinkedHashMap<>();
    pod.put("apiVersion", text("v1", spec));
    pod.put("kind", text("Pod", spec));
    pod.put("metadata", metadata);
    pod.put("spec", spec);
    return new Tree.Mapping(pod, spec.span());
  }

  /** An AdmissionConfiguration with these plugins, each with a name and a configuration. */
  static Tree.Mapping admission(List<? extends Tree> plugins, Tree at) {
    return ofKind(
        GROUP,
        "AdmissionConfiguration",
        new Tree.Mapping(Map.of("plugins", list(plugins, at)), at.span()));
  }

  /**
   * Whether the defaults of Pod Security are somewhere else: in the file of a path, or in the
   * configuration that these are a patch of.
   */
  static boolean hasPodSecurityElsewhere(List<? extends Tree> plugins) {
    return plugins.stream()
        .filter(Tree.Mapping.class::isInstance)
        .map(Tree.Mapping.class::cast)
        .filter(plugin -> Format.text(plugin, "name").equals("PodSecurity"))
        .anyMatch(
            plugin ->
                !(plugin.get("configuration").orElse(null) instanceof Tree.Mapping configuration)
                    || configuration.get("defaults").isEmpty());
  }

  /** An AuthorizationConfiguration with these authorizers. */
  static Tree.Mapping authorization(List<? extends Tree> authorizers, Tree at) {
    return ofKind(
        GROUP,
        "AuthorizationConfiguration",
        new Tree.Mapping(Map.of("authorizers", list(authorizers, at)), at.span()));
  }
}
