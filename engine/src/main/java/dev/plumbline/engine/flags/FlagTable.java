package dev.plumbline.engine.flags;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flags and feature gates of one version of a component, as dumped from its real binary. */
public final class FlagTable {

  /** The releases that tables were dumped from, oldest first; see {@code truth/flags}. */
  private static final List<Integer> MINORS = List.of(34, 35, 36, 37);

  private static final Pattern RELEASE = Pattern.compile("[:-]v?1\\.(\\d{1,3})(\\.|$|[-_+])");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Map<String, FlagTable> LOADED = new ConcurrentHashMap<>();

  private final String version;
  private final Completeness completeness;
  private final Map<String, FlagDefinition> flags = new HashMap<>();
  private final Map<String, FlagDefinition> shorthands = new HashMap<>();
  private final Map<String, Gate> gates = new HashMap<>();

  /** Whether the table is of the very release, or of the nearest one. */
  public enum Completeness {
    SAME_RELEASE,
    OTHER_RELEASE
  }

  /** A feature gate that {@code --feature-gates} accepts. */
  record Gate(String name, @JsonProperty("default") boolean defaultValue, boolean lockToDefault) {}

  private record Dump(
      String component, String version, List<FlagDefinition> flags, List<Gate> featureGates) {}

  private FlagTable(Dump dump, Completeness completeness) {
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
   * The table for an image, by the release in its tag.
   *
   * @param image e.g. {@code registry.k8s.io/kube-apiserver:v1.36.3}; without a tag that tells, the
   *     newest table is taken
   */
  public static FlagTable forImage(String component, String image) {
    Matcher release = RELEASE.matcher(image);
    int newest = MINORS.get(MINORS.size() - 1);
    if (!release.find()) {
      return load(component, newest, Completeness.SAME_RELEASE);
    }
    int minor = Integer.parseInt(release.group(1));
    if (MINORS.contains(minor)) {
      return load(component, minor, Completeness.SAME_RELEASE);
    }
    int nearest = minor > newest ? newest : MINORS.get(0);
    return load(component, nearest, Completeness.OTHER_RELEASE);
  }

  private static FlagTable load(String component, int minor, Completeness completeness) {
    return LOADED.computeIfAbsent(
        component + minor + completeness,
        key -> read(component + "-1." + minor + ".json", completeness));
  }

  private static FlagTable read(String resource, Completeness completeness) {
    try (InputStream in = FlagTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no flag table " + resource);
      }
      return new FlagTable(JSON.readValue(in, Dump.class), completeness);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** E.g. {@code v1.36.3}. */
  public String version() {
    return version;
  }

  public Completeness completeness() {
    return completeness;
  }

  /** By the name as written, underscores normalised as Kubernetes does. */
  Optional<FlagDefinition> flag(String name) {
    return Optional.ofNullable(flags.get(name.replace('_', '-')));
  }

  Optional<FlagDefinition> shorthand(String letter) {
    return Optional.ofNullable(shorthands.get(letter));
  }

  Optional<Gate> gate(String name) {
    return Optional.ofNullable(gates.get(name));
  }
}
