package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a control comes to on one subject. */
public sealed interface Outcome {

  /** The requirement is met. */
  record Satisfied(String message) implements Outcome {}

  /** It is not met. */
  record Violated(String message) implements Outcome {}

  /** What the control is about is absent from a place that could be read. */
  record NotApplicable(String why) implements Outcome {}

  /**
   * It depends on something that is not known.
   *
   * @param causes the undetermined inputs that it depends on, at least one
   */
  record Unknown(SortedMap<InputRef, Fact> causes) implements Outcome {
    public Unknown {
      causes = new TreeMap<>(causes);
    }
  }

  /** The expression itself could not be evaluated over what is known. */
  record Failed(String why) implements Outcome {}
}
