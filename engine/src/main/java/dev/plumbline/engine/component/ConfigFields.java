package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagValues;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The fields of a configuration file as defaults, files and flags make them, one over the other.
 */
final class ConfigFields {

  private static final String GATES = "featureGates.";

  private final ParsedComponent component;
  private final boolean withFile;
  private final Map<String, Object> defaults;
  private final Map<String, FlagDefinition> flagByField = new HashMap<>();

  /** The types of fields, by a value of each. */
  private final Map<String, Object> types = new HashMap<>();

  /** What files and flags give, in the order of their precedence. */
  private final Map<String, Fact> given = new HashMap<>();

  /** Why a field that nothing later gives is not known; empty while every file is. */
  private Optional<Function<String, Fact>> undetermined = Optional.empty();

  /**
   * @param withFile whether there is a configuration file: some defaults differ when there is none
   */
  ConfigFields(ParsedComponent component, boolean withFile) {
    this.component = component;
    this.withFile = withFile;
    this.defaults = component.table().configDefaults(withFile);
    for (FlagDefinition flag : component.table().flags()) {
      if (!flag.field().isEmpty()) {
        flagByField.put(flag.field(), flag);
        // A field that is left out of the defaults has its type's own.
        types.put(flag.field(), FlagValues.typed(flag, List.of()));
      }
    }
    defaults.forEach((field, value) -> types.put(field, typed(field, value)));
  }

  /** Numbers are longs to expressions, and a duration is one where its flag says so. */
  private Object typed(String field, Object value) {
    if (value instanceof String text && isDuration(field)) {
      return GoValue.duration(text);
    }
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }

  private boolean isDuration(String field) {
    FlagDefinition flag = flagByField.get(field);
    return flag != null && flag.type().equals("duration");
  }

  /** Merges the file at a path in. */
  void merge(String path) throws ComponentStop {
    Optional<ReferencedFile> file = FileFacts.find(component.component(), path);
    if (file.orElse(null) instanceof ReferencedFile.Absent) {
      throw ComponentStop.rejected(
          "its configuration file " + path + " does not exist", component.location("config"));
    }
    if (file.orElse(null) instanceof ReferencedFile.Document document) {
      merge(document);
    } else {
      nothingKnown(FileFacts.undetermined(path, file));
    }
  }

  /** From here on a field is known only where something later gives it. */
  void nothingKnown(Fact why) {
    nothingKnown(field -> why);
  }

  /** Likewise, with the reason for each field by its name. */
  void nothingKnown(Function<String, Fact> why) {
    given.clear();
    undetermined = Optional.of(why);
  }

  void merge(ReferencedFile.Document document) throws ComponentStop {
    Map<String, Map<Integer, Object>> lists = new HashMap<>();
    Map<String, List<EvidenceRef>> locations = new HashMap<>();
    for (Setting setting : document.settings()) {
      EvidenceRef location = Documents.location(document, setting);
      int dot = setting.path().lastIndexOf('.');
      String last = setting.path().substring(dot + 1);
      if (last.matches("\\d{1,6}") && dot > 0) {
        String list = setting.path().substring(0, dot);
        lists
            .computeIfAbsent(list, p -> new TreeMap<>())
            .put(Integer.parseInt(last), Documents.value(setting));
        locations.computeIfAbsent(list, p -> new ArrayList<>()).add(location);
      } else if (setsField(setting)) {
        given.put(
            setting.path(), new Fact.Explicit(converted(setting, location), List.of(location)));
      }
    }
    // A list replaces a list.
    lists.forEach(
        (field, items) ->
            given.put(
                field,
                new Fact.Explicit(
                    List.copyOf(items.values()), locations.getOrDefault(field, List.of()))));
  }

  private boolean setsField(Setting setting) {
    return setting.kind() != Setting.Kind.NULL
        && setting.kind() != Setting.Kind.MAPPING
        && !isDefaultedWhenZero(setting);
  }

  /**
   * A zero of a field that isn't a pointer is to the decoder as if it weren't there, and its
   * default takes its place. What a running component answers has been decoded.
   */
  private boolean isDefaultedWhenZero(Setting setting) {
    boolean zero = setting.value().isEmpty() || Set.of("0", "0s").contains(setting.value());
    return zero
        && !component.isLive()
        && defaults.get(setting.path()) != null
        && (isDuration(setting.path()) || setting.kind() == Setting.Kind.STRING);
  }

  /** The decoder takes a value only for a field of its type. */
  private Object converted(Setting setting, EvidenceRef location) throws ComponentStop {
    Object value = Documents.value(setting);
    Object type = types.get(setting.path());
    if (type instanceof java.time.Duration) {
      if (setting.kind() != Setting.Kind.STRING || !GoValue.isDuration(setting.value())) {
        throw ComponentStop.rejected(setting.path() + " is not a duration", location);
      }
      return GoValue.duration(setting.value());
    }
    boolean fits =
        type == null
            || type.getClass() == value.getClass()
            || type instanceof List && value instanceof List;
    if (!fits) {
      throw ComponentStop.rejected(
          setting.path() + " has a value of another type than its field", location);
    }
    return value;
  }

  /** A flag that is given counts more than any file. */
  void override(FlagDefinition flag) {
    boolean merged = flag.name().equals(FeatureGates.FLAG);
    if (!flag.field().isEmpty() && component.isExplicit(flag.name()) && !merged) {
      component
          .facts()
          .get(InputRef.flag(flag.name()))
          .ifPresent(fact -> given.put(flag.field(), fact));
    }
  }

  /** A field that a flag stands for where there is no file: with the flag's own fact. */
  void set(String field, String flag) {
    component.facts().get(InputRef.flag(flag)).ifPresent(fact -> given.put(field, fact));
  }

  /** A field that has this value, whatever was given before. */
  void explicit(String field, Object value, List<EvidenceRef> locations) {
    given.put(field, new Fact.Explicit(value, locations));
  }

  /** A field that is not known, whatever was given before. */
  void unknown(String field, String why, List<EvidenceRef> locations) {
    given.put(field, new Fact.Unknown(why, locations));
  }

  /** Whether a field is known to have a value. */
  boolean is(String field, Object value) {
    return fact(field).is(value);
  }

  /** The text of a field; empty when it has none, or none that is known. */
  String text(String field) {
    Fact fact = fact(field);
    return (fact instanceof Fact.Explicit e && e.value() instanceof String text)
        ? text
        : fact instanceof Fact.Default d && d.value() instanceof String byDefault ? byDefault : "";
  }

  /** Why the text of a field is not known; empty when it is. */
  Optional<Fact> undetermined(String field) {
    return Optional.of(fact(field)).filter(Fact::isUndetermined);
  }

  private Fact fact(String field) {
    Fact fact = given.get(field);
    if (fact != null) {
      return fact;
    }
    return undetermined.map(why -> why.apply(field)).orElseGet(() -> byDefault(field));
  }

  private Fact byDefault(String field) {
    Object value = types.get(field);
    if (value == null) {
      return new Fact.Absent(field + " is not set");
    }
    return component.isKnown(table -> table.configDefault(field, withFile))
        ? new Fact.Default(value, component.table().basis())
        : component.unknownDefault(field);
  }

  /** Gives the component its facts. */
  void describe() throws ComponentStop {
    types.keySet().forEach(field -> component.facts().put(InputRef.config(field), fact(field)));
    given.forEach((field, fact) -> component.facts().put(InputRef.config(field), fact));
    undetermined.ifPresent(
        why -> component.facts().rest(InputRef.CONFIG, input -> why.apply(input.name())));
    FeatureGates.describe(component, gates(), undetermined.map(why -> why.apply("featureGates")));
  }

  /** The gates that files name. */
  private Map<String, Fact.Explicit> gates() {
    Map<String, Fact.Explicit> gates = new LinkedHashMap<>();
    given.forEach(
        (field, fact) -> {
          if (field.startsWith(GATES)
              && fact instanceof Fact.Explicit explicit
              && explicit.value() instanceof Boolean) {
            gates.put(field.substring(GATES.length()), explicit);
          }
        });
    return gates;
  }
}
