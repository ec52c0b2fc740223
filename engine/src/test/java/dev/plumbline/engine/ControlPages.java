package dev.plumbline.engine;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.catalogue.NistCrosswalk;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The pages of docs that are generated from the catalogue, by their path below docs. */
final class ControlPages {

  private static final String GENERATED =
      "<!-- Generated from engine/src/main/resources/catalogue by ControlPagesTest. -->\n";

  private final Catalogue catalogue;

  private final NistCrosswalk crosswalk;

  ControlPages(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.crosswalk = NistCrosswalk.of(catalogue);
  }

  Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    for (Control control : catalogue.controls()) {
      pages.put("controls/" + control.name() + ".md", page(control));
    }
    pages.put("coverage.md", coverage());
    return pages;
  }

  private String page(Control control) {
    CompiledControl compiled = CompiledControl.of(control);
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# ").append(control.title()).append("\n\n");
    page.append("`").append(control.name()).append("` evaluates ");
    page.append(of(control)).append(". Severity: ").append(control.severity()).append(". ");
    page.append(kind(compiled)).append("\n\n").append(control.description()).append("\n");
    section(page, "Rationale", control.rationale());
    section(page, "Audit", control.audit());
    section(page, "Remediation", control.remediation());
    section(page, "Impact", control.impact());
    section(page, "Default value", control.defaultValue());
    parameters(page, control.parameters());
    if (!control.expression().isBlank()) {
      page.append("\n## Expression\n\n```\n").append(control.expression()).append("\n```\n");
    }
    numbers(page, control);
    cisControls(page, control);
    crosswalk(page, control.name());
    if (!control.references().isEmpty()) {
      page.append("\n## References\n\n");
      control.references().forEach(link -> page.append("- <").append(link).append(">\n"));
    }
    return page.toString();
  }

  private static String of(Control control) {
    return switch (control.component()) {
      case "node" -> "files of the node";
      case "cluster" -> "objects of the cluster";
      default -> control.component();
    };
  }

  private static String kind(CompiledControl control) {
    if (control.isManual()) {
      return "A person has to review it, and may attest the result.";
    }
    return control.control().onViolation() == Control.OnViolation.Manual
        ? "If it does not hold, a person has to review it, and may attest the result."
        : "If it does not hold, it fails.";
  }

  private static void section(StringBuilder page, String heading, String text) {
    if (!text.isBlank()) {
      page.append("\n## ").append(heading).append("\n\n").append(text.strip()).append("\n");
    }
  }

  private static void parameters(StringBuilder page, List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    page.append("\n## Parameters\n\n| name | type | default | |\n| --- | --- | --- | --- |\n");
    for (Parameter p : parameters) {
      page.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(p.name(), p.type(), cell(p.defaultValue()), cell(p.description())));
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void numbers(StringBuilder page, Control control) {
    page.append("\n## Numbers\n\n| benchmark | number | level | assessment |\n");
    page.append("| --- | --- | --- | --- |\n");
    for (Benchmark benchmark : catalogue.benchmarks()) {
      for (String number : benchmark.numbers(control.name())) {
        Requirement requirement = benchmark.requirement(number).orElseThrow();
        page.append(
            "| %s | %s | %s | %s |\n"
                .formatted(
                    benchmark.title(),
                    number,
                    requirement.level().map(String::valueOf).orElse(""),
                    requirement.assessment().map(Enum::name).orElse("")));
      }
    }
  }

  private void crosswalk(StringBuilder page, String control) {
    List<String> ccis = crosswalk.ccis(control);
    if (!ccis.isEmpty()) {
      page.append("\n## NIST SP 800-53\n\nBy the CCIs that the DISA STIG gives it: ");
      page.append(String.join(", ", ccis)).append(".\n\n| revision | controls |\n| --- | --- |\n");
      for (NistCrosswalk.Revision revision : NistCrosswalk.Revision.values()) {
        String controls = String.join(", ", crosswalk.controls(control, revision));
        page.append("| %s | %s |\n".formatted(revision.number(), controls));
      }
    }
  }

  private static void cisControls(StringBuilder page, Control control) {
    if (!control.cisControls().isEmpty()) {
      page.append("\n## CIS Controls\n\n");
      control
          .cisControls()
          .forEach(cis -> page.append("- v%s: %s\n".formatted(cis.version(), cis.number())));
    }
  }

  private String coverage() {
    StringBuilder page = new StringBuilder(GENERATED);
    page.append(
        "# Coverage\n\nHow many controls each benchmark has, and how they are evaluated: automatically; automatically,\n");
    page.append("with a person's review where they do not hold; or by a person's review only.\n\n");
    page.append(
        "| benchmark | used for Kubernetes | numbers | controls | automatic | automatic, then review | review | level known | assessment known |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    catalogue.benchmarks().forEach(benchmark -> page.append(counts(benchmark)));
    table(page, "CIS Kubernetes", b -> isCis(b) && isPlain(b));
    table(page, "CIS, distributions", b -> isCis(b) && !isPlain(b));
    table(page, "Others", b -> !isCis(b));
    return page.toString();
  }

  private String counts(Benchmark benchmark) {
    List<CompiledControl> all =
        benchmark.controls().values().stream()
            .distinct()
            .map(name -> CompiledControl.of(catalogue.named(name).orElseThrow()))
            .toList();
    long person = all.stream().filter(CompiledControl::isManual).count();
    long both =
        all.stream()
            .filter(c -> !c.isManual() && c.control().onViolation() == Control.OnViolation.Manual)
            .count();
    return "| `%s` | %s | %d | %d | %d | %d | %d | %d | %d |\n"
        .formatted(
            benchmark.name(),
            String.join(", ", benchmark.kubernetes()),
            benchmark.requirements().size(),
            all.size(),
            all.size() - person - both,
            both,
            person,
            benchmark.requirements().values().stream().filter(r -> r.level().isPresent()).count(),
            benchmark.requirements().values().stream()
                .filter(r -> r.assessment().isPresent())
                .count());
  }

  private static boolean isCis(Benchmark benchmark) {
    return benchmark.family() == Family.cis;
  }

  private static boolean isPlain(Benchmark benchmark) {
    return benchmark.distribution().equals("kubernetes");
  }

  private void table(StringBuilder page, String heading, Predicate<Benchmark> which) {
    List<Benchmark> benchmarks = catalogue.benchmarks().stream().filter(which).toList();
    page.append("\n## ").append(heading).append("\n\n| control | ");
    page.append(benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(" | ")));
    page.append(" |\n| --- |").append(" --- |".repeat(benchmarks.size())).append("\n");
    for (Control control : catalogue.controls()) {
      List<String> numbers =
          benchmarks.stream().map(b -> String.join(", ", b.numbers(control.name()))).toList();
      if (!numbers.stream().allMatch(String::isEmpty)) {
        page.append("| [%s](controls/%s.md) | ".formatted(control.name(), control.name()));
        page.append(String.join(" | ", numbers)).append(" |\n");
      }
    }
  }
}
