package dev.plumbline.report.signature;

import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.signature.Statement.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a history as links of a chain: each has the digest of the one before. One that was
 * removed or changed leaves a gap.
 */
final class HistoryChain {

  /** Before the first entry. */
  static final Place NONE = new Place(0, "");

  private HistoryChain() {}

  /** The place of an entry that follows another. */
  static Place after(Place before, HistoryEntry entry) {
    return new Place(
        before.sequence() + 1,
        Canonical.sha256(before.chain() + "\n" + Canonical.json(entry.unlinked())));
  }

  /** The report whose newest entry, if it is a new one, follows a place. */
  static ComplianceReportStatus continued(ComplianceReportStatus report, Place before) {
    if (report.history().isEmpty() || report.history().get(0).chain() != null) {
      return report;
    }
    List<HistoryEntry> entries = new ArrayList<>(report.history());
    Place place = after(before, entries.get(0));
    entries.set(0, entries.get(0).linked(place.sequence(), place.chain()));
    return report.withHistory(entries);
  }

  /** The place of the newest entry; the one before where the report has no room for its history. */
  static Place newest(ComplianceReportStatus report, Place before) {
    return report.history().stream()
        .flatMap(entry -> place(entry).stream())
        .findFirst()
        .orElse(before);
  }

  private static Optional<Place> place(HistoryEntry entry) {
    return entry.sequence() == null || entry.chain() == null
        ? Optional.empty()
        : Optional.of(new Place(entry.sequence(), entry.chain()));
  }

  /**
   * The same history without links, and without an entry of a run that is evaluated again: nothing
   * vouches for what it says.
   */
  static List<HistoryEntry> unlinked(List<HistoryEntry> entries, String run) {
    return entries.stream()
        .filter(entry -> !entry.run().equals(run))
        .map(HistoryEntry::unlinked)
        .toList();
  }

  /** What a history's links show. */
  sealed interface Links {

    /**
     * Each linked entry follows the one before.
     *
     * @param linked how many entries have a link, the newest
     * @param unlinked how many older ones have none: they are from before the chain
     */
    record Whole(int linked, int unlinked) implements Links {}

    /**
     * An entry was removed or changed.
     *
     * @param why a sentence
     */
    record Broken(String why) implements Links {}
  }

  /** Follows the links from the newest entry to the oldest that is kept. */
  static Links links(List<HistoryEntry> entries, Place signed) {
    List<HistoryEntry> linked =
        entries.stream().takeWhile(entry -> place(entry).isPresent()).toList();
    List<HistoryEntry> others = entries.subList(linked.size(), entries.size());
    if (others.stream().anyMatch(entry -> place(entry).isPresent())) {
      return new Links.Broken("An entry without a link is newer than one with a link.");
    }
    if (!entries.isEmpty()
        && !linked.stream().findFirst().flatMap(HistoryChain::place).equals(Optional.of(signed))) {
      return new Links.Broken(
          "The newest entry is not number " + signed.sequence() + ", which was signed.");
    }
    for (int i = 0; i < linked.size(); i++) {
      Place place = place(linked.get(i)).orElseThrow();
      boolean isOldest = i == linked.size() - 1;
      if (isOldest && place.sequence() > NONE.sequence() + 1) {
        // What it follows was left out by the limit of the history.
        break;
      }
      Place before = isOldest ? NONE : place(linked.get(i + 1)).orElseThrow();
      if (!after(before, linked.get(i)).equals(place)) {
        return new Links.Broken(broken(place, before));
      }
    }
    return new Links.Whole(linked.size(), others.size());
  }

  private static String broken(Place place, Place before) {
    return before.sequence() + 1 == place.sequence()
        ? "Entry " + place.sequence() + " or the one before was changed."
        : "Between entries "
            + before.sequence()
            + " and "
            + place.sequence()
            + " one was removed or added.";
  }
}
