package dev.plumbline.engine.flags;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a component makes of its arguments. */
public sealed interface ParsedFlags {

  /** It accepts them all. */
  record Accepted(List<FlagUse> uses, Map<String, List<String>> values) implements ParsedFlags {
    public Accepted {
      uses = List.copyOf(uses);
      values = Map.copyOf(values);
    }

    /** Every use of a flag, in order. */
    public List<FlagUse> usesOf(String flag) {
      return isUsed(flag)
          ? uses.stream().filter(use -> use.flag().equals(flag)).toList()
          : List.of();
    }

    /** Asked for every flag that a release has, so without a stream. */
    public boolean isUsed(String flag) {
      for (FlagUse use : uses) {
        if (use.flag().equals(flag)) {
          return true;
        }
      }
      return false;
    }

    /** The last use of a flag: the one that counts, unless it is a list or a map. */
    public Optional<FlagUse> lastUse(String flag) {
      return usesOf(flag).stream().reduce((first, second) -> second);
    }

    /**
     * The values in force: of a list flag all of its elements, of a map all uses, of any other the
     * last value given. Empty when the flag isn't used.
     */
    public List<String> values(String flag) {
      return values.getOrDefault(flag, List.of());
    }

    /** The last value of a flag that is no list or map, or empty. */
    public String value(String flag) {
      List<String> all = values(flag);
      return all.isEmpty() ? "" : all.get(all.size() - 1);
    }
  }

  /**
   * It exits at once.
   *
   * @param index the argument at fault, from 0
   * @param why its complaint, in words like its own
   */
  record Refused(int index, String why) implements ParsedFlags {}

  /**
   * What it does could not be determined from outside of its container.
   *
   * @param index the argument at fault, from 0
   */
  record Undecided(int index, String why) implements ParsedFlags {}
}
