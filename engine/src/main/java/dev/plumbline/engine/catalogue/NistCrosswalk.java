package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The controls of NIST SP 800-53 that a control of the catalogue belongs to: those of the CCIs that
 * a STIG gives it, by DISA's list of CCIs. A control that no STIG has belongs to none, since no
 * public source says to which.
 */
public final class NistCrosswalk {

  private final List<Requirement> requirements;
  private final Map<String, Map<String, List<String>>> byCci;

  private NistCrosswalk(
      List<Requirement> requirements, Map<String, Map<String, List<String>>> byCci) {
    this.requirements = requirements;
    this.byCci = byCci;
  }

  /** Of the STIGs of a catalogue. */
  public static NistCrosswalk of(Catalogue catalogue) {
    return new NistCrosswalk(
        catalogue.headings().stream()
            .filter(heading -> heading.family() == Family.stig)
            .flatMap(heading -> catalogue.benchmark(heading.name()).stream())
            .flatMap(stig -> stig.requirements().values().stream())
            .toList(),
        CatalogueFiles.nistControls());
  }

  /** The CCIs that STIGs give a control, such as {@code CCI-000213}. */
  public List<String> ccis(String control) {
    return requirements.stream()
        .filter(requirement -> requirement.control().equals(control))
        .flatMap(requirement -> requirement.ccis().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Controls of a revision, such as {@code AC-3}; none where all CCIs are newer or older. */
  public List<String> controls(String control, Revision revision) {
    return ccis(control).stream()
        .flatMap(cci -> controlsOf(cci, revision))
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> controlsOf(String cci, Revision revision) {
    return byCci.getOrDefault(cci, Map.of()).getOrDefault(revision.number, List.of()).stream();
  }

  /** The revisions of NIST SP 800-53 that the list of CCIs refers to. */
  public enum Revision {
    FIVE("5"),
    FOUR("4");

    private final String number;

    Revision(String number) {
      this.number = number;
    }

    public String number() {
      return number;
    }
  }
}
