package dev.plumbline.engine.fact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input of an expression: a variable and the keys below it.
 *
 * @param variable e.g. {@code flags}
 * @param path the keys, e.g. {@code profiling}; empty for the whole variable
 */
public record InputRef(String variable, List<String> path) implements Comparable<InputRef> {

  public static final String FLAGS = "flags";
  public static final String CONFIG = "config";
  public static final String FILES = "files";
  public static final String DOCUMENTS = "documents";
  public static final String FEATURE_GATES = "featureGates";
  public static final String ADMISSION_PLUGINS = "admissionPlugins";
  public static final String COMPONENTS = "components";
  public static final String CLUSTER = "cluster";

  /** Whether another input is explicit, by its variable and name. */
  public static final String EXPLICIT = "explicit";

  public static final InputRef AUTHORIZERS = new InputRef("authorizers", List.of());
  public static final InputRef AUTHORIZATION_SOURCE =
      new InputRef("authorizationSource", List.of());

  public InputRef {
    path = List.copyOf(path);
  }

  public static InputRef of(String variable, String name) {
    return new InputRef(variable, List.of(name));
  }

  public static InputRef flag(String name) {
    return of(FLAGS, name);
  }

  public static InputRef file(String name) {
    return of(FILES, name);
  }

  public static InputRef document(String name) {
    return of(DOCUMENTS, name);
  }

  public static InputRef featureGate(String name) {
    return of(FEATURE_GATES, name);
  }

  public static InputRef admissionPlugin(String name) {
    return of(ADMISSION_PLUGINS, name);
  }

  /** A field of a configuration file, by its keys joined by dots. */
  public static InputRef config(String field) {
    return new InputRef(CONFIG, List.of(field.split("\\.", -1)));
  }

  public static InputRef cluster(String kind) {
    return of(CLUSTER, kind);
  }

  /** Of {@code explicit['config.x']} the input {@code config.x}. */
  InputRef subject() {
    List<String> keys = List.of(path.get(0).split("\\.", -1));
    return new InputRef(keys.get(0), keys.subList(1, keys.size()));
  }

  /** The keys joined by dots. */
  public String name() {
    return String.join(".", path);
  }

  public boolean isOf(String other) {
    return variable.equals(other);
  }

  /** Whether this is another input, or holds it. */
  public boolean covers(InputRef other) {
    return variable.equals(other.variable)
        && path.size() <= other.path.size()
        && other.path.subList(0, path.size()).equals(path);
  }

  /** The input that holds this one; itself for a whole variable. */
  InputRef parent() {
    return path.isEmpty() ? this : new InputRef(variable, path.subList(0, path.size() - 1));
  }

  /** Of {@code components['etcd'].flags['x']} the input of etcd itself. */
  InputRef withinComponent() {
    return new InputRef(path.get(1), path.subList(2, path.size()));
  }

  /** The same input as expressions of other components see it. */
  public InputRef ofComponent(String component) {
    List<String> keys = new ArrayList<>(List.of(component, variable));
    keys.addAll(path);
    return new InputRef(COMPONENTS, keys);
  }

  // Written out, these and those of other records that every check hashes: the JVM puts a record's
  // own together at the first call, some milliseconds for each, which is a tenth of a short check.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InputRef input
        && variable.equals(input.variable)
        && path.equals(input.path);
  }

  @Override
  public int hashCode() {
    return 31 * variable.hashCode() + path.hashCode();
  }

  @Override
  public int compareTo(InputRef other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return path.isEmpty() ? variable : variable + "." + name();
  }
}
