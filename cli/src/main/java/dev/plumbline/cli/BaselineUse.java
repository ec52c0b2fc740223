package dev.plumbline.cli;

import dev.plumbline.cli.input.BaselineFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.cli.output.GateOptions;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.engine.finding.Listed;
import dev.plumbline.report.Baseline;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The baseline that a check is given, and the one that it writes.
 *
 * @param known the failures of the one that it is given
 */
record BaselineUse(GateOptions gate, Baseline known, CommandLine command) {

  /** More than anybody reads in a line. */
  private static final int MAX_NAMED = 5;

  /**
   * Names what is fixed, and writes what there is.
   *
   * @return whether a baseline was written, which accepts every failure
   * @throws UsageException when it can't be written
   */
  boolean of(CheckInput input, Checked checked) throws UsageException {
    List<Baseline.Entry> gone = known.gone(checked.findings(), input::mayExist);
    if (!gone.isEmpty()) {
      Notices.print(command.getErr(), sentence(gone));
    }
    Optional<Path> file = gate.writtenBaseline();
    if (file.isEmpty()) {
      return false;
    }
    Baseline failures = checked.failures().get();
    int count = failures.entries().size();
    BaselineFile.write(file.get(), failures);
    Notices.print(
        command.getErr(),
        file.get()
            + " has "
            + count
            + (count == 1 ? " failure" : " failures")
            + " now: --baseline "
            + file.get()
            + " makes only others count.");
    return true;
  }

  private String sentence(List<Baseline.Entry> gone) {
    List<String> all =
        gone.stream().map(entry -> entry.control() + " in " + entry.source()).toList();
    return gone.size()
        + (gone.size() == 1 ? " failure" : " failures")
        + " of the baseline no longer "
        + (gone.size() == 1 ? "occurs: " : "occur: ")
        + Listed.first(all, MAX_NAMED)
        + ". --write-baseline leaves "
        + (gone.size() == 1 ? "it" : "them")
        + " out.";
  }
}
