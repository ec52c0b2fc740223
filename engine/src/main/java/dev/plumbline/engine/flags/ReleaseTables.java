package dev.plumbline.engine.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.engine.flags.FlagTable.Completeness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The tables of a component in every known release. One file holds all of them, since releases
 * differ little: an entry is there once for each range of releases in which it is the same; see
 * {@code cluster/releases/tables}, which makes the files.
 */
final class ReleaseTables {

  /** Older before newer. */
  static final Comparator<String> BY_RELEASE = Comparator.comparingInt(ReleaseTables::number);

  private static final Map<String, ReleaseTables> LOADED = new ConcurrentHashMap<>();

  private final JsonNode file;

  /** Oldest first. */
  private final List<String> versions;

  private final Map<String, FlagTable> tables = new ConcurrentHashMap<>();

  ReleaseTables(JsonNode file) {
    this.file = file;
    this.versions = elements(file.path("versions")).map(JsonNode::asText).toList();
  }

  /** Read when a component is first asked for. */
  static ReleaseTables of(String component) {
    return LOADED.computeIfAbsent(component, ReleaseTables::read);
  }

  private static ReleaseTables read(String component) {
    String resource = component + ".json";
    try (InputStream in = ReleaseTables.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no flag table " + resource + ".");
      }
      return new ReleaseTables(JsonTables.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Oldest first. */
  List<FlagTable> all() {
    return versions.stream().map(this::table).toList();
  }

  /** See {@link FlagTable#candidates}. */
  List<FlagTable> candidates(Release release) {
    if (!(release instanceof Release.Known known)) {
      return newestFirst(versions);
    }
    int number = number(known.version());
    List<String> same = versions.stream().filter(v -> number(v) == number).toList();
    if (!same.isEmpty()) {
      return newestFirst(same);
    }
    List<String> older = versions.stream().filter(v -> number(v) < number).toList();
    if (older.isEmpty()) {
      return List.of(FlagTable.of(Completeness.OTHER_RELEASE, all()));
    }
    if (older.size() == versions.size()) {
      return List.of(FlagTable.of(Completeness.OTHER_RELEASE, newestFirst(versions)));
    }
    List<String> neighbours = versions.subList(older.size() - 1, older.size() + 1);
    return List.of(FlagTable.of(Completeness.BETWEEN_RELEASES, newestFirst(neighbours)));
  }

  private List<FlagTable> newestFirst(List<String> oldestFirst) {
    List<FlagTable> newest = new ArrayList<>(oldestFirst.stream().map(this::table).toList());
    Collections.reverse(newest);
    return newest;
  }

  /** The minor release as a number; a patch release counts as its minor. */
  private static int number(String version) {
    String minor = new Release.Known(version, "the table").minor();
    return minor.isEmpty() ? 0 : numberOfMinor(minor);
  }

  private static int numberOfMinor(String minor) {
    int dot = minor.indexOf('.');
    return Integer.parseInt(minor.substring(0, dot)) * 1000
        + Integer.parseInt(minor.substring(dot + 1));
  }

  private FlagTable table(String version) {
    return tables.computeIfAbsent(version, v -> new FlagTable(contents(v)));
  }

  private TableContents contents(String version) {
    int number = number(version);
    return new TableContents(
        file.path("component").asText(),
        version,
        file.path("syntax").asText().equals("go") ? FlagTable.Syntax.GO : FlagTable.Syntax.PFLAG,
        entries("flags", number).stream().map(ReleaseTables::flag).toList(),
        entries("featureGates", number).stream().map(ReleaseTables::gate).toList(),
        entries("admissionPlugins", number).stream().map(ReleaseTables::name).toList(),
        documents(number),
        values("configDefaults", number),
        values("flagDefaults", number));
  }

  private List<JsonNode> entries(String section, int number) {
    return elements(file.path(section)).filter(entry -> holds(entry, number)).toList();
  }

  private Map<String, List<String>> documents(int number) {
    Map<String, List<String>> documents = new LinkedHashMap<>();
    for (JsonNode entry : entries("documents", number)) {
      documents.put(name(entry), elements(entry.path("fields")).map(JsonNode::asText).toList());
    }
    return documents;
  }

  private static boolean holds(JsonNode entry, int number) {
    return (!entry.has("from") || numberOfMinor(entry.get("from").asText()) <= number)
        && (!entry.has("to") || numberOfMinor(entry.get("to").asText()) >= number);
  }

  private Map<String, Object> values(String section, int number) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (JsonNode entry : entries(section, number)) {
      // A field that has no value in this release is not there.
      if (!entry.path("value").isNull()) {
        values.put(name(entry), value(entry.path("value")));
      }
    }
    return values;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      return elements(node).map(ReleaseTables::value).toList();
    }
    if (node.isObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
      return fields;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? node.numberValue() : node.asText();
  }

  private static FlagDefinition flag(JsonNode entry) {
    return new FlagDefinition(
        name(entry),
        entry.path("type").asText(),
        entry.path("shorthand").asText(),
        entry.path("noOptDefVal").asText(),
        entry.path("default").asText(),
        elements(entry.path("values")).map(JsonNode::asText).toList(),
        entry.path("field").asText());
  }

  private static FlagTable.Gate gate(JsonNode entry) {
    FlagTable.Stage stage =
        switch (entry.path("stage").asText()) {
          case "" -> FlagTable.Stage.GENERAL_AVAILABILITY;
          case "PRE-ALPHA" -> FlagTable.Stage.PRE_ALPHA;
          default -> FlagTable.Stage.valueOf(entry.path("stage").asText());
        };
    return new FlagTable.Gate(
        name(entry),
        stage,
        entry.path("default").asBoolean(),
        entry.path("lockToDefault").asBoolean(),
        elements(entry.path("needs")).map(JsonNode::asText).toList());
  }

  private static String name(JsonNode entry) {
    return entry.path("name").asText();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
