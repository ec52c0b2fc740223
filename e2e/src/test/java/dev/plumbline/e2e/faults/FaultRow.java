package dev.plumbline.e2e.faults;

/**
 * A class of faults, as docs/reliability.md has it.
 *
 * @param fault what goes wrong
 * @param how when and to what
 * @param seen what users see
 * @param test what tries it
 */
record FaultRow(String fault, String how, Cases cases, String seen, Class<?> test) {

  /** How many were tried. */
  record Cases(int number, boolean isMinimum) {

    static Cases of(int number) {
      return new Cases(number, false);
    }

    /** Where the number depends on how fast the machine is. */
    static Cases atLeast(int number) {
      return new Cases(number, true);
    }

    @Override
    public String toString() {
      return number + (isMinimum ? " or more" : "");
    }
  }
}
