package dev.plumbline.engine.finding;

import java.util.List;

/** The outcome of a control. The order is that of a report's summary. */
public enum Status {
  Pass,
  Fail,
  /** A person has to look; the control says how. */
  Manual,
  /** There is nothing here that the control speaks of, such as an API server on a worker. */
  NotApplicable,
  /** It could not be determined, for the reason that the finding gives. Never a Pass. */
  Error,
  /** It fails, and somebody with a name has accepted that until a date. */
  Waived;

  /** What is to be done first: what the whole comes to when its parts differ. */
  public static final List<Status> WORST_FIRST =
      List.of(Fail, Error, Manual, Waived, Pass, NotApplicable);
}
