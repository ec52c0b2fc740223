package dev.plumbline.e2e;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A right that a rule of a role gives, or a request that needs one.
 *
 * @param group of the resource; empty for the core group, and for a path
 * @param what a resource with its subresource, such as {@code pods/log}, or a path, which begins
 *     with a slash and may end with {@code *} in a rule
 * @param namespace empty for all of them, and where there is none
 * @param name of an object; empty for all of them, and where there is none
 */
record Right(String verb, String group, String what, String namespace, String name)
    implements Comparable<Right> {

  /** On all objects, of a namespace or of all. */
  Right(String verb, String group, String what, String namespace) {
    this(verb, group, what, namespace, "");
  }

  /** On a path that is no resource. */
  static Right path(String verb, String path) {
    return new Right(verb, "", path, "");
  }

  /** What a rule gives, {@code *} of groups, resources and verbs not taken apart. */
  static List<Right> of(PolicyRule rule, String namespace) {
    Stream<Right> paths =
        rule.getVerbs().stream()
            .flatMap(verb -> rule.getNonResourceURLs().stream().map(path -> path(verb, path)));
    List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    Stream<Right> resources =
        rule.getVerbs().stream()
            .flatMap(
                verb ->
                    rule.getApiGroups().stream()
                        .flatMap(
                            group ->
                                rule.getResources().stream()
                                    .flatMap(
                                        resource ->
                                            names.stream()
                                                .map(
                                                    name ->
                                                        new Right(
                                                            verb, group, resource, namespace,
                                                            name)))));
    return Stream.concat(paths, resources).toList();
  }

  /** Whether a request needs no other right than this. */
  boolean allows(Right request) {
    return verb.equals(request.verb)
        && group.equals(request.group)
        && allowsPath(request.what)
        && (namespace.isEmpty() || namespace.equals(request.namespace))
        && (name.isEmpty() || name.equals(request.name));
  }

  private boolean allowsPath(String other) {
    return what.startsWith("/") && what.endsWith("*")
        ? other.startsWith(what.substring(0, what.length() - 1))
        : what.equals(other);
  }

  /** The narrowest of rights that allows a request. */
  static Optional<Right> narrowest(Set<Right> granted, Right request) {
    Predicate<Right> allows = right -> right.allows(request);
    return granted.stream()
        .filter(allows)
        .max(
            Comparator.comparing((Right right) -> !right.name.isEmpty())
                .thenComparing(right -> !right.namespace.isEmpty()));
  }

  @Override
  public int compareTo(Right other) {
    return Comparator.comparing(Right::toString).compare(this, other);
  }

  @Override
  public String toString() {
    return (namespace.isEmpty() ? "" : namespace + ": ")
        + verb
        + " "
        + what
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " " + name);
  }
}
