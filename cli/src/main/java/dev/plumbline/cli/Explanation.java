package dev.plumbline.cli;

import dev.plumbline.cli.example.FixExamples;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.catalogue.NistCrosswalk;
import dev.plumbline.engine.catalogue.NistCrosswalk.Revision;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.report.format.Screen;
import dev.plumbline.report.format.ScreenText;
import dev.plumbline.report.format.ScreenText.Look;
import dev.plumbline.report.format.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything about a control, in words. */
record Explanation(Control control, Catalogue catalogue) {

  private static final int LABEL = 22;

  /** What is not publicly known. */
  private static final String UNKNOWN = "-";

  String text(Screen screen) {
    ScreenText out = new ScreenText(screen);
    out.line(0, Look.STRONG, control.title());
    out.line(
        0, Look.FAINT, control.name() + ", of " + component() + ", severity " + control.severity());
    section(out, "Description", control.description());
    section(out, "Rationale", control.rationale());
    section(out, "Audit", control.audit());
    section(out, "Remediation", control.remediation());
    examples(out);
    section(out, "Impact", control.impact());
    section(out, "Default value", control.defaultValue());
    out.heading(Look.STRONG, "References");
    control.references().forEach(reference -> out.line(2, Look.PLAIN, reference));
    mapping(out);
    numbers(out);
    return out.toString();
  }

  private String component() {
    return switch (control.component()) {
      case "node" -> "the node's files";
      case "cluster" -> "the cluster's objects";
      default -> control.component();
    };
  }

  private static void section(ScreenText out, String heading, String text) {
    out.heading(Look.STRONG, heading);
    out.prose(2, Look.PLAIN, text.isBlank() ? "None." : text);
  }

  private void examples(ScreenText out) {
    List<FixExamples.Example> examples = FixExamples.of(control);
    if (examples.isEmpty()) {
      return;
    }
    out.heading(Look.STRONG, "Examples of the fix");
    for (FixExamples.Example example : examples) {
      out.blank();
      out.prose(2, Look.FAINT, example.format());
      example.text().lines().forEach(line -> out.line(6, Look.PLAIN, line));
    }
  }

  private void mapping(ScreenText out) {
    out.heading(Look.STRONG, "Mapping");
    out.labelled(
        2,
        "CIS Controls",
        LABEL,
        control.cisControls().isEmpty()
            ? "CIS has published none for it."
            : control.cisControls().stream()
                .map(cis -> "v" + cis.version() + "  " + cis.number())
                .collect(Collectors.joining(", ")));
    NistCrosswalk crosswalk = NistCrosswalk.of(catalogue);
    List<String> ccis = crosswalk.ccis(control.name());
    if (!ccis.isEmpty()) {
      for (Revision revision : Revision.values()) {
        List<String> nist = crosswalk.controls(control.name(), revision);
        out.labelled(
            2,
            "NIST SP 800-53 rev. " + revision.number(),
            LABEL,
            nist.isEmpty() ? UNKNOWN : String.join(", ", nist));
      }
      out.labelled(2, "CCIs of DISA", LABEL, String.join(", ", ccis));
    }
    List<String> rules = stigRules().toList();
    if (!rules.isEmpty()) {
      out.labelled(2, "DISA STIG", LABEL, String.join(", ", rules));
    }
  }

  private Stream<String> stigRules() {
    return catalogue.benchmarks().stream()
        .filter(benchmark -> benchmark.family() == Family.stig)
        .flatMap(
            stig ->
                stig.numbers(control.name()).stream()
                    .map(
                        number ->
                            number
                                + stig.requirement(number).stream()
                                    .flatMap(r -> r.identifiers().values().stream().sorted())
                                    .map(identifier -> " " + identifier)
                                    .collect(Collectors.joining())));
  }

  /** Every number of every benchmark. What is not publicly known of it is left out. */
  private void numbers(ScreenText out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("BENCHMARK", "NUMBER", "LEVEL", "ASSESSMENT", "SEVERITY"));
    for (Benchmark benchmark : catalogue.benchmarks()) {
      for (String number : benchmark.numbers(control.name())) {
        Requirement requirement = benchmark.requirement(number).orElseThrow();
        rows.add(
            List.of(
                benchmark.name(),
                number,
                requirement.level().map(String::valueOf).orElse(UNKNOWN),
                requirement.assessment().map(Enum::name).orElse(UNKNOWN),
                requirement.severity().orElse(control.severity()).name()));
      }
    }
    out.heading(Look.STRONG, "Numbers");
    Table.render(rows).lines().forEach(line -> out.line(2, Look.PLAIN, line));
  }
}
