package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.component.Components.Undecided;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.EffectiveFlags;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a configuration file as defaults, files and flags make them, one over the other.
 */
final class ConfigFields {

  private final Subject subject;
  private final Map<String, Object> defaults;
  private final Map<String, FlagDefinition> flagByField = new HashMap<>();
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, List<EvidenceRef>> places = new HashMap<>();
  private String elsewhere = "";

  ConfigFields(Subject subject, Map<String, Object> defaults) {
    this.subject = subject;
    this.defaults = defaults;
    for (FlagDefinition flag : subject.table().flags()) {
      if (!flag.field().isEmpty()) {
        flagByField.put(flag.field(), flag);
        // A field that is left out of the defaults has its type's own.
        values.put(flag.field(), EffectiveFlags.typed(flag, List.of()));
      }
    }
    defaults.forEach((path, value) -> values.put(path, typed(path, value)));
  }

  /** Numbers are longs to expressions, and a duration is one where its flag says so. */
  private Object typed(String path, Object value) {
    FlagDefinition flag = flagByField.get(path);
    if (value instanceof String text && flag != null && flag.type().equals("duration")) {
      return GoValue.duration(text);
    }
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }

  /** Merges the file at a path in. */
  void merge(String path) throws Refusal, Undecided {
    Optional<ReferencedFile> file = FileFacts.find(subject.component(), path);
    if (file.isEmpty()) {
      throw new Undecided(path + " could not be looked at", subject.seen("config"));
    }
    merge(file.get());
  }

  void merge(ReferencedFile file) throws Refusal, Undecided {
    if (file instanceof ReferencedFile.Absent) {
      throw new Refusal(
          "its configuration file " + file.path() + " isn't there", subject.seen("config"));
    }
    if (file instanceof ReferencedFile.OnNode) {
      elsewhere = file.path() + " " + Facts.ON_A_NODE;
      return;
    }
    if (file instanceof ReferencedFile.Unreadable unreadable) {
      throw new Undecided(file.path() + " " + unreadable.why(), subject.seen("config"));
    }
    if (!(file instanceof ReferencedFile.Document document)) {
      throw new Undecided(file.path() + " is no configuration file", subject.seen("config"));
    }
    Map<String, Map<Integer, Object>> lists = new HashMap<>();
    for (Setting setting : document.settings()) {
      merge(document, setting, lists);
    }
    // A list replaces a list.
    lists.forEach((path, items) -> values.put(path, new ArrayList<>(items.values())));
  }

  private static EvidenceRef seen(ReferencedFile.Document document, Setting setting) {
    return new EvidenceRef(
        document.hostPath(),
        setting.place().line(),
        setting.place().column() + 1,
        setting.path() + ": " + setting.value());
  }

  private void merge(
      ReferencedFile.Document document, Setting setting, Map<String, Map<Integer, Object>> lists)
      throws Refusal {
    EvidenceRef seen = seen(document, setting);
    int dot = setting.path().lastIndexOf('.');
    String last = setting.path().substring(dot + 1);
    if (last.matches("\\d{1,6}") && dot > 0) {
      String path = setting.path().substring(0, dot);
      lists
          .computeIfAbsent(path, p -> new TreeMap<>())
          .put(Integer.parseInt(last), Documents.value(setting));
      places.computeIfAbsent(path, p -> new ArrayList<>()).add(seen);
      return;
    }
    if (setting.kind() == Setting.Kind.NULL
        || setting.kind() == Setting.Kind.MAPPING
        || isDefaultedWhenZero(setting)) {
      return;
    }
    values.put(setting.path(), converted(setting, seen));
    places.put(setting.path(), new ArrayList<>(List.of(seen)));
  }

  /**
   * A zero of a field that isn't a pointer is to the decoder as if it weren't there, and its
   * default takes its place.
   */
  private boolean isDefaultedWhenZero(Setting setting) {
    Object byDefault = defaults.get(setting.path());
    boolean zero = setting.value().isEmpty() || setting.value().matches("0|0s");
    boolean duration =
        flagByField.get(setting.path()) != null
            && flagByField.get(setting.path()).type().equals("duration");
    return zero && byDefault != null && (duration || setting.kind() == Setting.Kind.STRING);
  }

  /** The decoder takes a value only for a field of its type. */
  private Object converted(Setting setting, EvidenceRef seen) throws Refusal {
    Object value = Documents.value(setting);
    Object before = values.get(setting.path());
    if (before instanceof java.time.Duration) {
      if (setting.kind() != Setting.Kind.STRING || !GoValue.isDuration(setting.value())) {
        throw new Refusal(setting.path() + " is no duration", seen);
      }
      return GoValue.duration(setting.value());
    }
    boolean fits =
        before == null
            || before.getClass() == value.getClass()
            || before instanceof List && value instanceof List;
    if (!fits) {
      throw new Refusal(setting.path() + " has a value of another type than its field", seen);
    }
    return value;
  }

  /** A flag that is given counts more than any file. */
  void override(FlagDefinition flag) {
    if (flag.field().isEmpty()
        || !subject.flags().given().contains(flag.name())
        || flag.name().equals(FeatureGates.FLAG)) {
      return;
    }
    values.put(flag.field(), subject.flags().values().getOrDefault(flag.name(), ""));
    places.put(flag.field(), new ArrayList<>(List.of(subject.seen(flag.name()))));
  }

  /** A field that a flag stands for where there is no file. */
  void set(String path, Object value, String flag) {
    values.put(path, value);
    boolean said =
        subject.component().source() != Source.CONFIGURATION
            || subject.flags().given().contains(flag);
    if (said) {
      places.put(path, new ArrayList<>(List.of(subject.seen(flag))));
    }
  }

  String text(String path) {
    return values.get(path) instanceof String text ? text : "";
  }

  void describe(Facts.Builder facts) {
    Map<String, Object> root = new HashMap<>();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> entry.getValue() != null)
        .forEach(
            entry -> Documents.put(root, entry.getKey().split("\\.", -1), 0, entry.getValue()));
    root.forEach((name, value) -> facts.put("config", name, value));
    places.forEach(
        (path, all) -> {
          facts.given("config." + path);
          all.forEach(seen -> facts.seen("config." + path, seen));
        });
    featureGates(facts);
    untold(facts);
    if (!elsewhere.isEmpty()) {
      facts.elsewhere("config", elsewhere);
    }
  }

  /** Gates of the file count unless a flag sets the same one. */
  private void featureGates(Facts.Builder facts) {
    String prefix = "featureGates.";
    values.forEach(
        (path, value) -> {
          if (path.startsWith(prefix) && places.containsKey(path)) {
            String gate = path.substring(prefix.length());
            facts.putUnlessGiven("featureGates", gate, value);
            places.get(path).forEach(seen -> facts.seen("featureGates." + gate, seen));
          }
        });
  }

  private void untold(Facts.Builder facts) {
    if (subject.table().completeness() == FlagTable.Completeness.OTHER_RELEASE) {
      values.keySet().stream()
          .filter(path -> !places.containsKey(path))
          .forEach(
              path ->
                  facts.untold(
                      "config." + path,
                      path + " isn't set, and its default isn't known for this release"));
    }
    for (FlagDefinition flag : subject.table().flags()) {
      String why = subject.flags().untold().get(flag.name());
      if (!flag.field().isEmpty() && why != null && subject.flags().given().contains(flag.name())) {
        facts.untold("config." + flag.field(), why);
      }
    }
  }
}
