package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkHeading;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceBenchmarkSpec.CustomControl;
import dev.plumbline.report.model.ComplianceBenchmarkSpec.ParameterSpec;
import dev.plumbline.report.model.ComplianceBenchmarkSpec.ParameterValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ComplianceBenchmark made ready, or its errors. */
public sealed interface TailoredBenchmark {

  /**
   * It can be used.
   *
   * @param catalogue what is shipped, and this benchmark with its controls
   * @param controls how many controls it has
   */
  record Ready(Catalogue catalogue, int controls) implements TailoredBenchmark {}

  /**
   * Something in it is wrong.
   *
   * @param errors a sentence each; of an expression with its control, line and column
   */
  record Broken(List<String> errors) implements TailoredBenchmark {
    public Broken {
      errors = List.copyOf(errors);
    }
  }

  /** Builds it. Every expression is compiled, so that what is ready can't break in a scan. */
  static TailoredBenchmark of(Catalogue shipped, String name, ComplianceBenchmarkSpec spec) {
    List<String> errors = new ArrayList<>();
    if (shipped.benchmark(name).isPresent()) {
      errors.add("The name " + name + " belongs to a shipped benchmark. Choose another.");
    }
    Map<String, Requirement> numbers = new LinkedHashMap<>();
    Map<String, Map<String, String>> parameters = new HashMap<>();
    begin(shipped, spec, numbers, parameters, errors);
    List<Control> own = new ArrayList<>();
    for (CustomControl custom : spec.ownControls()) {
      if (shipped.named(custom.name()).isPresent()) {
        errors.add("The name " + custom.name() + " belongs to a shipped control. Choose another.");
      } else if (numbers.putIfAbsent(custom.id(), Requirement.of(custom.name())) != null) {
        errors.add(
            "Control " + custom.name() + ": the number " + custom.id() + " is already used.");
      } else {
        own.add(control(custom));
      }
      misplacedProbes(custom).forEach(errors::add);
    }
    for (ParameterValue value : spec.values()) {
      parameters.merge(
          value.control(), Map.of(value.name(), value.value()), TailoredBenchmark::merged);
    }
    Benchmark benchmark = new Benchmark(heading(shipped, name, spec), numbers, parameters);
    Catalogue catalogue = errors.isEmpty() ? shipped.with(benchmark, own) : shipped;
    if (errors.isEmpty()) {
      compile(catalogue, benchmark, spec, errors);
    }
    if (errors.isEmpty() && numbers.isEmpty()) {
      errors.add("it has no controls: set extends, or customControls");
    }
    return errors.isEmpty() ? new Ready(catalogue, numbers.size()) : new Broken(errors);
  }

  /** What extends a benchmark was written for what that was written for. */
  private static BenchmarkHeading heading(
      Catalogue shipped, String name, ComplianceBenchmarkSpec spec) {
    String title = Objects.requireNonNullElse(spec.title(), name);
    return shipped
        .benchmark(spec.baseName())
        .map(Benchmark::heading)
        .map(
            base ->
                new BenchmarkHeading(
                    name,
                    base.family(),
                    title,
                    base.distribution(),
                    base.kubernetes(),
                    base.provisional()))
        .orElseGet(() -> new BenchmarkHeading(name, Family.custom, title, "", List.of(), ""));
  }

  private static Map<String, String> merged(Map<String, String> old, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(old);
    all.putAll(more);
    return all;
  }

  private static void begin(
      Catalogue shipped,
      ComplianceBenchmarkSpec spec,
      Map<String, Requirement> numbers,
      Map<String, Map<String, String>> parameters,
      List<String> errors) {
    if (spec.baseName().isEmpty()) {
      return;
    }
    Selection selection = Selection.of(shipped, Optional.of(spec.baseName()), spec.selection());
    if (selection instanceof Selection.Unknown unknown) {
      String field = unknown.field().equals("benchmark") ? "extends" : unknown.field();
      errors.add(field + ": " + unknown.why());
      return;
    }
    Selection.Chosen chosen = (Selection.Chosen) selection;
    Set<String> names = chosen.controls().stream().map(Control::name).collect(Collectors.toSet());
    chosen
        .benchmark()
        .requirements()
        .forEach(
            (number, requirement) -> {
              if (names.contains(requirement.control())) {
                numbers.put(number, requirement);
              }
            });
    parameters.putAll(chosen.benchmark().parameters());
  }

  private static void compile(
      Catalogue catalogue, Benchmark benchmark, ComplianceBenchmarkSpec spec, List<String> errors) {
    for (ParameterValue value : spec.values()) {
      if (!benchmark.controls().containsValue(value.control())) {
        errors.add("parameters: The benchmark has no control " + value.control() + ".");
      }
    }
    for (String name : benchmark.controls().values()) {
      try {
        CompiledControl.of(
            catalogue.named(name).orElseThrow(),
            benchmark.parameters().getOrDefault(name, Map.of()));
      } catch (IllegalArgumentException e) {
        errors.add(Objects.requireNonNullElse(e.getMessage(), "control " + name));
      }
    }
  }

  private static Control control(CustomControl custom) {
    return new Control(
        custom.name(),
        custom.component(),
        custom.title(),
        custom.severity(),
        or(custom.description(), custom.title()),
        or(custom.rationale(), "Required by this benchmark."),
        or(custom.audit(), ""),
        or(custom.remediation(), "Ask the authors of this benchmark."),
        "",
        "",
        List.of(),
        List.of(),
        parameters(custom),
        or(custom.applies(), ""),
        or(custom.expression(), ""),
        Objects.requireNonNullElse(custom.onViolation(), Control.OnViolation.Fail),
        or(custom.message(), ""),
        FixSpec.none(),
        custom.probes() == null ? List.of() : custom.probes());
  }

  /** What another component does tells nothing about this one. */
  private static Stream<String> misplacedProbes(CustomControl custom) {
    return control(custom).probes().stream()
        .filter(requirement -> !requirement.probe().component().equals(custom.component()))
        .map(
            requirement ->
                "Control %s: %s is about %s, and the control about %s."
                    .formatted(
                        custom.name(),
                        requirement,
                        requirement.probe().component(),
                        custom.component()));
  }

  private static List<Parameter> parameters(CustomControl custom) {
    List<ParameterSpec> specs = custom.parameters() == null ? List.of() : custom.parameters();
    return specs.stream()
        .map(p -> new Parameter(p.name(), p.type(), p.defaultValue(), or(p.description(), "")))
        .toList();
  }

  private static String or(@Nullable String text, String instead) {
    return text == null || text.isBlank() ? instead : text;
  }
}
