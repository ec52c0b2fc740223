package dev.plumbline.engine.flags;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The flags and feature gates of one version of a component, as dumped from its real binary. */
public final class FlagTable {

  /** The releases that tables were dumped from, oldest first; see {@code cluster/flags}. */
  private static final List<String> KUBERNETES = List.of("1.34", "1.35", "1.36", "1.37");

  private static final List<String> ETCD = List.of("3.6");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Map<String, FlagTable> LOADED = new ConcurrentHashMap<>();

  private final String version;
  private final Completeness completeness;
  private final OtherGates otherGates;
  private final Map<String, FlagDefinition> flags = new HashMap<>();
  private final Map<String, FlagDefinition> shorthands = new HashMap<>();
  private final Map<String, Gate> gates = new HashMap<>();
  private final Dump dump;

  /** Whether the table is of the very release, or of the nearest one. */
  public enum Completeness {
    SAME_RELEASE,
    OTHER_RELEASE
  }

  /** What the program does with a feature gate that the table doesn't have. */
  public enum OtherGates {
    REFUSED,
    IGNORED
  }

  /** A feature gate that {@code --feature-gates} accepts. */
  public record Gate(
      String name, @JsonProperty("default") boolean defaultValue, boolean lockToDefault) {}

  /** How a program's flags are written. */
  public enum Syntax {
    PFLAG,
    /** Go's own flag package: one dash or two, nothing normalised. */
    GO
  }

  private record Dump(
      String component,
      String version,
      String syntax,
      List<FlagDefinition> flags,
      List<Gate> featureGates,
      List<String> admissionPlugins,
      Map<String, Object> configDefaults,
      Map<String, Object> flagDefaults) {

    /** Jackson leaves out what the table leaves out. */
    @SuppressWarnings({"ConstantValue", "UnusedMethod"})
    Dump {
      syntax = syntax == null ? "" : syntax;
      admissionPlugins = admissionPlugins == null ? List.of() : List.copyOf(admissionPlugins);
      configDefaults = configDefaults == null ? Map.of() : configDefaults;
      flagDefaults = flagDefaults == null ? Map.of() : flagDefaults;
    }
  }

  private FlagTable(Dump dump, Completeness completeness, OtherGates otherGates) {
    this.dump = dump;
    this.otherGates = otherGates;
    this.version = dump.version();
    this.completeness = completeness;
    for (FlagDefinition flag : dump.flags()) {
      flags.put(flag.name(), flag);
      if (!flag.shorthand().isEmpty()) {
        shorthands.put(flag.shorthand(), flag);
      }
    }
    for (Gate gate : dump.featureGates()) {
      gates.put(gate.name(), gate);
    }
  }

  /**
   * The tables that a component of a release may have, newest first: its own; for a release without
   * a table the nearest one, which then leaves open what it does not hold; for an unknown release
   * all of them.
   */
  public static List<FlagTable> candidates(String component, Release release) {
    List<String> known = component.equals("etcd") ? ETCD : KUBERNETES;
    if (!(release instanceof Release.Known one)) {
      List<FlagTable> newestFirst = new ArrayList<>(all(component));
      Collections.reverse(newestFirst);
      return newestFirst;
    }
    if (known.contains(one.minor())) {
      return List.of(load(component, one.minor(), Completeness.SAME_RELEASE));
    }
    String newest = known.get(known.size() - 1);
    boolean newer = number(one.minor()) > number(newest);
    return List.of(load(component, newer ? newest : known.get(0), Completeness.OTHER_RELEASE));
  }

  private static int number(String minor) {
    return Integer.parseInt(minor.substring(minor.indexOf('.') + 1));
  }

  /** Every table of a component, oldest first. */
  public static List<FlagTable> all(String component) {
    List<String> known = component.equals("etcd") ? ETCD : KUBERNETES;
    return known.stream()
        .map(release -> load(component, release, Completeness.SAME_RELEASE))
        .toList();
  }

  private static FlagTable load(String component, String release, Completeness completeness) {
    return LOADED.computeIfAbsent(
        component + release + completeness,
        key -> read(component + "-" + release + ".json", completeness));
  }

  private static FlagTable read(String resource, Completeness completeness) {
    try (InputStream in = FlagTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no flag table " + resource);
      }
      return new FlagTable(JSON.readValue(in, Dump.class), completeness, OtherGates.REFUSED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The table of another build of the same release: with more flags, more admission plugins that
   * are on by default, and plugins and feature gates of its own, of which there is no list. Such a
   * build ignores feature gates that it doesn't know.
   */
  FlagTable extended(List<FlagDefinition> moreFlags, List<String> morePlugins) {
    List<FlagDefinition> all = new ArrayList<>(moreFlags);
    for (FlagDefinition flag : dump.flags()) {
      all.add(flag.name().endsWith("admission-plugins") ? flag.withAnyValue() : flag);
    }
    List<String> plugins = new ArrayList<>(dump.admissionPlugins());
    if (dump.component().equals("kube-apiserver")) {
      plugins.addAll(morePlugins);
    }
    Dump extended =
        new Dump(
            dump.component(),
            dump.version(),
            dump.syntax(),
            all,
            dump.featureGates(),
            plugins,
            dump.configDefaults(),
            dump.flagDefaults());
    return new FlagTable(extended, completeness, OtherGates.IGNORED);
  }

  /** What gives the defaults, for people. */
  public String basis() {
    return dump.component() + " " + version;
  }

  /** E.g. {@code v1.36.3}. */
  public String version() {
    return version;
  }

  public Completeness completeness() {
    return completeness;
  }

  OtherGates otherGates() {
    return otherGates;
  }

  /** By the name as written, underscores normalised as Kubernetes does. */
  public Optional<FlagDefinition> flag(String name) {
    return Optional.ofNullable(flags.get(syntax() == Syntax.GO ? name : name.replace('_', '-')));
  }

  /** All flags that the component takes. */
  public List<FlagDefinition> flags() {
    return dump.flags();
  }

  public Syntax syntax() {
    return dump.syntax().equals("go") ? Syntax.GO : Syntax.PFLAG;
  }

  /** The admission plugins that are on unless they are disabled. */
  public List<String> admissionPlugins() {
    return dump.admissionPlugins();
  }

  public boolean hasFeatureGates() {
    return !gates.isEmpty();
  }

  /** The feature gates with their defaults. */
  public Map<String, Boolean> featureGates() {
    Map<String, Boolean> defaults = new HashMap<>();
    gates.values().forEach(gate -> defaults.put(gate.name(), gate.defaultValue()));
    return defaults;
  }

  /**
   * The values of the fields of the configuration file, by path.
   *
   * @param withFile whether there is such a file: some defaults differ when there is none
   */
  public Map<String, Object> configDefaults(boolean withFile) {
    Map<String, Object> defaults = new HashMap<>(dump.configDefaults());
    if (!withFile) {
      defaults.putAll(dump.flagDefaults());
    }
    return defaults;
  }

  public Optional<FlagDefinition> shorthand(String letter) {
    return Optional.ofNullable(shorthands.get(letter));
  }

  /** Whether no setting changes a feature gate. */
  public boolean isLocked(String gate) {
    return gate(gate).filter(Gate::lockToDefault).isPresent();
  }

  Optional<Gate> gate(String name) {
    return Optional.ofNullable(gates.get(name));
  }
}
