package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What DISA's STIG Viewer keeps of a review: {@link Ckl} and {@link Cklb} write it. Only a STIG has
 * the identifiers that the viewer recognises rules by.
 */
record StigChecklist(Report report, Benchmark stig, List<Rule> rules) {

  /** A rule, with the status that its control gives it. */
  record Rule(RequirementResult result) {

    String number() {
      return result.number();
    }

    String identifier(String name) {
      return result.requirement().identifiers().getOrDefault(name, "");
    }

    ReviewStatus status() {
      return result.status().map(ReviewStatus::of).orElse(ReviewStatus.Not_Reviewed);
    }

    /** What was found; empty where the scan did not select the rule. */
    String details() {
      return result.details();
    }

    String comments() {
      return "Plumbline control " + result.requirement().control() + ".";
    }

    String discussion() {
      return result.control().map(c -> c.description() + " " + c.rationale()).orElse("");
    }

    String check() {
      return result.control().map(Control::audit).orElse("");
    }

    String fix() {
      return result.control().map(Control::remediation).orElse("");
    }
  }

  /** The four states of a rule in a checklist, by the names of the older format. */
  enum ReviewStatus {
    Open,
    NotAFinding,
    Not_Applicable,
    Not_Reviewed;

    static ReviewStatus of(Status status) {
      return switch (status) {
        case Fail, Waived -> Open;
        case Pass -> NotAFinding;
        case NotApplicable -> Not_Applicable;
        // Nobody has determined it yet: a person must, or the evidence must be complete.
        case Manual, Error -> Not_Reviewed;
      };
    }
  }

  /**
   * The checklist of a report.
   *
   * @throws IllegalArgumentException when its benchmark is not a STIG
   */
  static StigChecklist of(Report report, String format) {
    Catalogue catalogue = Catalogue.load();
    Benchmark stig =
        Optional.ofNullable(report.status().benchmark())
            .flatMap(catalogue::benchmark)
            .filter(benchmark -> benchmark.family() == Family.stig)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The format "
                            + format
                            + " is a checklist of a STIG, and this report is of "
                            + report.status().benchmark()
                            + ". Evaluate a benchmark of the family stig, such as"
                            + " stig-kubernetes-v2r6, or choose the format xccdf."));
    return new StigChecklist(
        report,
        stig,
        RequirementResult.of(report.status(), catalogue).stream().map(Rule::new).toList());
  }

  String identifier(String name) {
    return stig.identifiers().getOrDefault(name, "");
  }

  String title() {
    return identifier("title");
  }

  /** As DISA writes it. */
  String releaseInfo() {
    return "Release: " + identifier("release") + " Benchmark Date: " + identifier("date");
  }

  /** The same for the same content of the same run. */
  UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(
        (stig.name() + " " + report.name() + " " + report.status().run() + " " + name)
            .getBytes(StandardCharsets.UTF_8));
  }
}
