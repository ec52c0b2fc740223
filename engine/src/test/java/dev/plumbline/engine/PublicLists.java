package dev.plumbline.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.engine.catalogue.Requirement.Assessment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The catalogue's numbers beside the lists of kube-bench and of Rancher's security-scan, which has
 * the same format: a directory for each benchmark, with files of numbered checks.
 */
final class PublicLists {

  /** Names of lists that are not those of the benchmarks. */
  private static final Map<String, String> LISTS =
      Map.ofEntries(
          Map.entry("k3s-cis-1.6", "cis-1.6-k3s"),
          Map.entry("microk8s-cis-1.24", "cis-1.24-microk8s"),
          Map.entry("rke-cis-1.8", "rke-cis-1.8-hardened"),
          Map.entry("eks-1.7", "eks-1.7.0"),
          Map.entry("eks-1.8", "eks-1.8.0"),
          Map.entry("gke-1.6", "gke-1.6.0"),
          Map.entry("gke-1.8", "gke-1.8.0"),
          Map.entry("gke-1.9", "gke-1.9.0"),
          Map.entry("openshift-1.1", "rh-1.0"),
          Map.entry("openshift-1.7", "rh-1.4"),
          Map.entry("openshift-1.9", "rh-1.8"));

  /** Their lists are CIS' with an assessment of their own; the catalogue has CIS'. */
  private static final Set<String> ON_CIS = Set.of("k3s", "rke2", "rke", "microk8s");

  private static final Pattern MODE = Pattern.compile("\\b(600|644|700)\\b");

  private static final ObjectMapper YAML = new YAMLMapper();

  private final Catalogue catalogue;
  private final List<Path> directories;

  /**
   * @param directories the {@code cfg} directories of checkouts, in order of preference
   */
  PublicLists(Catalogue catalogue, List<Path> directories) {
    this.catalogue = catalogue;
    this.directories = directories;
  }

  /**
   * What was compared.
   *
   * @param table a line for each benchmark, with how many numbers it has here and there
   * @param differences a line for each difference
   */
  record Comparison(List<String> table, List<String> differences) {}

  Comparison compare() throws IOException {
    Map<String, Map<String, Long>> controlsOfTitle = controlsOfTitle();
    List<String> table = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (Benchmark benchmark : catalogue.benchmarks()) {
      Optional<Path> list = list(benchmark.name());
      if (list.isEmpty()) {
        table.add(benchmark.name() + ": no public list");
        continue;
      }
      Map<String, String> titles = titles(list.get());
      int before = differences.size();
      numbers(benchmark, titles, differences);
      for (var title : titles.entrySet()) {
        benchmark
            .requirement(title.getKey())
            .ifPresent(
                r -> requirement(benchmark, title, r, controlsOfTitle).forEach(differences::add));
      }
      table.add(
          "%s: %d numbers, %d in %s, %d differences"
              .formatted(
                  benchmark.name(),
                  benchmark.requirements().size(),
                  titles.size(),
                  list.get().getFileName(),
                  differences.size() - before));
    }
    return new Comparison(table, differences);
  }

  private static void numbers(
      Benchmark benchmark, Map<String, String> titles, List<String> differences) {
    for (String number : titles.keySet()) {
      if (benchmark.requirement(number).isEmpty()) {
        differences.add(benchmark.name() + " lacks " + number);
      }
    }
    for (String number : benchmark.requirements().keySet()) {
      if (!titles.containsKey(number)) {
        differences.add(benchmark.name() + " alone has " + number);
      }
    }
  }

  private Stream<String> requirement(
      Benchmark benchmark,
      Map.Entry<String, String> title,
      Requirement requirement,
      Map<String, Map<String, Long>> controlsOfTitle) {
    String at = benchmark.name() + " " + title.getKey() + ": ";
    List<String> found = new ArrayList<>();
    Map<String, Long> usual = controlsOfTitle.getOrDefault(key(title), Map.of());
    usual.forEach(
        (control, times) -> {
          if (times > usual.getOrDefault(requirement.control(), 0L)) {
            found.add(at + requirement.control() + ", elsewhere " + control);
          }
        });
    Matcher mode = MODE.matcher(title.getValue());
    String given = mode(benchmark, requirement.control());
    if (mode.find() && !given.isEmpty() && !given.equals(mode.group(1))) {
      found.add(at + "mode " + given + ", there " + mode.group(1));
    }
    Optional<Assessment> assessment = assessment(title.getValue());
    if (assessment.isPresent()
        && !ON_CIS.contains(benchmark.distribution())
        && requirement.assessment().isPresent()
        && !assessment.equals(requirement.assessment())) {
      found.add(at + requirement.assessment().get() + ", there " + assessment.get());
    }
    return found.stream();
  }

  private String mode(Benchmark benchmark, String control) {
    String byDefault =
        catalogue.named(control).orElseThrow().parameters().stream()
            .filter(parameter -> parameter.name().equals("mode"))
            .map(Parameter::defaultValue)
            .findFirst()
            .orElse("");
    return benchmark.parameters().getOrDefault(control, Map.of()).getOrDefault("mode", byDefault);
  }

  private static Optional<Assessment> assessment(String title) {
    String lower = title.toLowerCase(Locale.ROOT);
    return lower.contains("(automated)")
        ? Optional.of(Assessment.Automated)
        : lower.contains("(manual)") ? Optional.of(Assessment.Manual) : Optional.empty();
  }

  /** How often each title leads to which control: a number that departs from it is suspect. */
  private Map<String, Map<String, Long>> controlsOfTitle() throws IOException {
    Map<String, Map<String, Long>> controls = new HashMap<>();
    for (Benchmark benchmark : catalogue.benchmarks()) {
      Optional<Path> list = list(benchmark.name());
      if (list.isPresent()) {
        for (var title : titles(list.get()).entrySet()) {
          benchmark
              .requirement(title.getKey())
              .ifPresent(
                  r ->
                      controls
                          .computeIfAbsent(key(title), t -> new TreeMap<>())
                          .merge(r.control(), 1L, Long::sum));
        }
      }
    }
    return controls;
  }

  /** A title's words, without modes and assessment; the section tells components apart. */
  private static String key(Map.Entry<String, String> title) {
    String words =
        title
            .getValue()
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\((automated|manual|scored|not scored|not applicable)\\)", "")
            .replaceAll("\\b(600|644|700)\\b.*", "")
            .replaceAll("[^a-z]+", " ")
            .strip();
    String[] sections = title.getKey().split("\\.", -1);
    return sections[0] + (sections[0].equals("1") ? "." + sections[1] : "") + " " + words;
  }

  private Optional<Path> list(String benchmark) {
    String name = LISTS.getOrDefault(benchmark, benchmark);
    return directories.stream().map(d -> d.resolve(name)).filter(Files::isDirectory).findFirst();
  }

  private static Map<String, String> titles(Path list) throws IOException {
    Map<String, String> titles = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(list)) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("config.yaml"))
          .sorted()
          .forEach(file -> read(file, titles));
    }
    return titles;
  }

  private static void read(Path file, Map<String, String> titles) {
    try {
      for (JsonNode group : YAML.readTree(file.toFile()).path("groups")) {
        for (JsonNode check : group.path("checks")) {
          titles.put(check.path("id").asText(), check.path("text").asText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
