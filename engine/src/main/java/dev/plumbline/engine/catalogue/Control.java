package dev.plumbline.engine.catalogue;

import java.util.List;

/**
 * One requirement, in words of our own.
 *
 * @param name stable, whatever number a benchmark gives it
 * @param component the program that it speaks of
 * @param title the state that should hold
 * @param severity how much harm its failing lets happen
 * @param description what is asked
 * @param rationale why
 * @param audit how to see it by hand
 * @param remediation how to mend it
 * @param impact what mending it changes for users
 * @param defaultValue what the component does when nothing is said
 * @param references pages to read
 * @param cisControls the CIS Critical Security Controls it serves
 * @param flags the flags whose use is the evidence
 * @param expression CEL over the component; true when the state holds
 * @param message CEL over the component; a sentence that says what was seen
 */
public record Control(
    String name,
    String component,
    String title,
    Severity severity,
    String description,
    String rationale,
    String audit,
    String remediation,
    String impact,
    String defaultValue,
    List<String> references,
    List<CisControl> cisControls,
    List<String> flags,
    String expression,
    String message) {

  public Control {
    references = List.copyOf(references);
    cisControls = List.copyOf(cisControls);
    flags = List.copyOf(flags);
  }

  /**
   * A CIS Critical Security Control.
   *
   * @param version e.g. {@code 7}
   * @param number e.g. {@code 9.2}
   * @param topic what it is about, in words of our own
   */
  public record CisControl(String version, String number, String topic) {}
}
