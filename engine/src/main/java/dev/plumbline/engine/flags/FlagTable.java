// Over 250 lines: what is asked of a table, each a few lines.
package dev.plumbline.engine.flags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The flags, feature gates and defaults of one release of a component, as dumped from the release's
 * own code; or of a release that there is no dump of, put together from those of other releases.
 */
public final class FlagTable {

  private final TableContents contents;
  private final Completeness completeness;

  /** The tables that this one is put together from, nearest first; empty for a release's own. */
  private final List<FlagTable> among;

  private final OtherGates otherGates;
  private final String basis;
  private final Map<String, FlagDefinition> flags = new HashMap<>();
  private final Map<String, FlagDefinition> shorthands = new HashMap<>();
  private final Map<String, Gate> gates = new LinkedHashMap<>();

  /** How a table comes to be that of a release. */
  public enum Completeness {
    SAME_RELEASE,
    /** It is put together from those of the releases before and after. */
    BETWEEN_RELEASES,
    /** The release is older or newer than all known ones. */
    OTHER_RELEASE
  }

  /** What the program does with a feature gate that the table doesn't have. */
  public enum OtherGates {
    REFUSED,
    IGNORED
  }

  /** How mature a feature gate is, by the name that Kubernetes' own code gives it. */
  public enum Stage {
    PRE_ALPHA,
    ALPHA,
    BETA,
    GENERAL_AVAILABILITY,
    DEPRECATED
  }

  /**
   * A feature gate that {@code --feature-gates} accepts.
   *
   * @param lockToDefault whether no setting changes it
   * @param needs the gates that must be on while this one is
   */
  public record Gate(
      String name, Stage stage, boolean defaultValue, boolean lockToDefault, List<String> needs) {

    public Gate {
      needs = List.copyOf(needs);
    }
  }

  /** How a program's flags are written. */
  public enum Syntax {
    PFLAG,
    /** Go's own flag package: one dash or two, nothing normalised. */
    GO
  }

  FlagTable(TableContents contents) {
    this(contents, Completeness.SAME_RELEASE, List.of(), OtherGates.REFUSED);
  }

  private FlagTable(
      TableContents contents,
      Completeness completeness,
      List<FlagTable> among,
      OtherGates otherGates) {
    this.contents = contents;
    this.otherGates = otherGates;
    this.basis = contents.component() + " " + contents.version();
    this.completeness = completeness;
    this.among = among;
    for (FlagDefinition flag : contents.flags()) {
      flags.put(flag.name(), flag);
      if (!flag.shorthand().isEmpty()) {
        shorthands.put(flag.shorthand(), flag);
      }
    }
    contents.gates().forEach(gate -> gates.put(gate.name(), gate));
  }

  /** Everything that one of the tables has, as the nearest of them that has it states it. */
  static FlagTable of(Completeness completeness, List<FlagTable> nearestFirst) {
    return new FlagTable(
        TableContents.merged(nearestFirst.stream().map(table -> table.contents).toList()),
        completeness,
        List.copyOf(nearestFirst),
        OtherGates.REFUSED);
  }

  /**
   * The tables that a component of a release may have, newest first: its own; for a release without
   * a table one that is put together from the releases nearest to it, which leaves open what they
   * do not agree on; for an unknown release all of them.
   */
  public static List<FlagTable> candidates(String component, Release release) {
    return ReleaseTables.of(component).candidates(release);
  }

  /** Every table of a component, oldest first. */
  public static List<FlagTable> all(String component) {
    return ReleaseTables.of(component).all();
  }

  /**
   * The table of another build of the same release: with more flags, more admission plugins that
   * are on by default, and plugins and feature gates of its own, of which there is no list. Such a
   * build ignores feature gates that it doesn't know.
   */
  FlagTable extended(List<FlagDefinition> moreFlags, List<String> morePlugins) {
    return new FlagTable(
        contents.extended(moreFlags, morePlugins),
        completeness,
        among.stream().map(table -> table.extended(moreFlags, morePlugins)).toList(),
        OtherGates.IGNORED);
  }

  /** What gives the defaults, for people. */
  public String basis() {
    return basis;
  }

  /**
   * The release that was dumped, e.g. {@code v1.36.3}; the nearest for a release without a dump.
   */
  public String version() {
    return contents.version();
  }

  /** E.g. {@code 1.36}. */
  public String minor() {
    return new Release.Known(version(), "the table").minor();
  }

  public Completeness completeness() {
    return completeness;
  }

  /** Whether the table is the release's own. */
  public boolean isExact() {
    return completeness == Completeness.SAME_RELEASE;
  }

  /**
   * Whether an answer from this table holds for the release: the table is the release's own, or all
   * those that it is put together from give the same answer.
   */
  public boolean agree(Function<FlagTable, Object> question) {
    return isExact()
        || among.stream().map(question).allMatch(a -> Objects.equals(a, question.apply(this)));
  }

  /** The release's own table, or the nearest of those that this one is put together from. */
  public FlagTable nearest() {
    return isExact() ? this : among.get(0);
  }

  /** The releases whose tables this one is put together from, for people. */
  public String known() {
    List<String> versions = new ArrayList<>(among.stream().map(FlagTable::version).toList());
    versions.sort(ReleaseTables.BY_RELEASE);
    return versions.isEmpty()
        ? version()
        : versions.get(0) + " and " + versions.get(versions.size() - 1);
  }

  /** What the component does with a feature gate that the table does not have. */
  public OtherGates otherGates() {
    return otherGates;
  }

  /** By the name as written, underscores normalised as Kubernetes does. */
  public Optional<FlagDefinition> flag(String name) {
    return Optional.ofNullable(flags.get(syntax() == Syntax.GO ? name : name.replace('_', '-')));
  }

  /** The flag that sets a field of the component's configuration file. */
  public Optional<FlagDefinition> flagOf(String field) {
    return contents.flags().stream().filter(flag -> flag.field().equals(field)).findFirst();
  }

  /** All flags that the component takes. */
  public List<FlagDefinition> flags() {
    return contents.flags();
  }

  public Syntax syntax() {
    return contents.syntax();
  }

  /** The admission plugins that are on unless they are disabled. */
  public List<String> admissionPlugins() {
    return contents.admissionPlugins();
  }

  /**
   * The fields of a whole configuration file.
   *
   * @return empty when the release does not know the kind in that version
   */
  public Optional<List<String>> documentFields(String apiVersion, String kind) {
    return Optional.ofNullable(contents.documents().get(apiVersion + " " + kind));
  }

  /** The feature gates by name. */
  public Map<String, Gate> featureGates() {
    return gates;
  }

  public Optional<Gate> gate(String name) {
    return Optional.ofNullable(gates.get(name));
  }

  /**
   * The values of the fields of the configuration file, by path.
   *
   * @param withFile whether there is such a file: some defaults differ when there is none
   */
  public Map<String, Object> configDefaults(boolean withFile) {
    Map<String, Object> defaults = new HashMap<>(contents.configDefaults());
    if (!withFile) {
      defaults.putAll(contents.flagDefaults());
    }
    return defaults;
  }

  /** The default of one field of the configuration file. */
  public Optional<Object> configDefault(String field, boolean withFile) {
    Object value = withFile ? null : contents.flagDefaults().get(field);
    return Optional.ofNullable(value == null ? contents.configDefaults().get(field) : value);
  }

  public Optional<FlagDefinition> shorthand(String letter) {
    return Optional.ofNullable(shorthands.get(letter));
  }

  /** Whether no setting changes a feature gate. */
  public boolean isLocked(String gate) {
    return gate(gate).filter(Gate::lockToDefault).isPresent() && agree(t -> t.gate(gate));
  }
}
