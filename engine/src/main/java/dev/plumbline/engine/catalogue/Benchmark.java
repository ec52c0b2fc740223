package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A versioned catalogue of controls.
 *
 * @param heading its name and what it is for
 * @param requirements by number, in the benchmark's order. Numbers are text: 1.10 is not 1.1.
 *     Several may have the same control
 * @param parameters values that take the place of a control's defaults, by control and parameter
 * @param identifiers what its publisher calls it, such as {@code id: Kubernetes_STIG}
 */
public record Benchmark(
    BenchmarkHeading heading,
    Map<String, Requirement> requirements,
    Map<String, Map<String, String>> parameters,
    Map<String, String> identifiers) {

  public Benchmark {
    requirements = Collections.unmodifiableMap(new LinkedHashMap<>(requirements));
    parameters = Map.copyOf(parameters);
    identifiers = Map.copyOf(identifiers);
  }

  /** One that its publisher calls by its name. */
  public Benchmark(
      BenchmarkHeading heading,
      Map<String, Requirement> requirements,
      Map<String, Map<String, String>> parameters) {
    this(heading, requirements, parameters, Map.of());
  }

  @JsonCreator
  static Benchmark read(
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty(value = "family", required = true) Family family,
      @JsonProperty(value = "title", required = true) String title,
      @JsonProperty(value = "distribution", required = true) String distribution,
      @JsonProperty("kubernetes") @Nullable List<String> kubernetes,
      @JsonProperty("provisional") @Nullable String provisional,
      @JsonProperty(value = "requirements", required = true) Map<String, Requirement> requirements,
      @JsonProperty("parameters") @Nullable Map<String, Map<String, String>> parameters,
      @JsonProperty("identifiers") @Nullable Map<String, String> identifiers) {
    return new Benchmark(
        BenchmarkHeading.read(name, family, title, distribution, kubernetes, provisional),
        requirements,
        parameters == null ? Map.of() : parameters,
        identifiers == null ? Map.of() : identifiers);
  }

  public String name() {
    return heading.name();
  }

  public String title() {
    return heading.title();
  }

  public Family family() {
    return heading.family();
  }

  public String distribution() {
    return heading.distribution();
  }

  public List<String> kubernetes() {
    return heading.kubernetes();
  }

  /** The names of its controls by number, in its order. */
  public Map<String, String> controls() {
    Map<String, String> names = new LinkedHashMap<>();
    requirements.forEach((number, requirement) -> names.put(number, requirement.control()));
    return Collections.unmodifiableMap(names);
  }

  /** Whether a text is a control's name, or a number that this benchmark gives it. */
  public boolean denotes(String nameOrNumber, Control control) {
    return nameOrNumber.equals(control.name())
        || requirement(nameOrNumber)
            .filter(requirement -> requirement.control().equals(control.name()))
            .isPresent();
  }

  /** The first number that this benchmark gives a control. */
  public Optional<String> number(String controlName) {
    return numbers(controlName).stream().findFirst();
  }

  /** Every number that this benchmark gives a control, in its order. */
  public List<String> numbers(String controlName) {
    return requirements.entrySet().stream()
        .filter(entry -> entry.getValue().control().equals(controlName))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What this benchmark says about a number. */
  public Optional<Requirement> requirement(String number) {
    return Optional.ofNullable(requirements.get(number));
  }

  /** That it has no control of a name or number, with the nearest that it has. */
  public String unknownControl(String nameOrNumber) {
    List<String> known = new ArrayList<>(requirements.keySet());
    requirements.values().forEach(requirement -> known.add(requirement.control()));
    return "The benchmark "
        + name()
        + " has no control \""
        + nameOrNumber
        + "\". "
        + NearestName.to(nameOrNumber, known)
            .map(near -> "The nearest name or number is " + near + "; ")
            .orElse("")
        + "\"plumbline controls --benchmark "
        + name()
        + "\" lists them.";
  }
}
