package dev.plumbline.collector.process;

import dev.plumbline.collector.host.FileContent;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a process was started.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessStart {

  /** The unit of times in /proc on every architecture that Kubernetes runs on. */
  private static final int TICKS_PER_SECOND = 100;

  /** Field 22, counted on from field 3, the first one behind the name in parentheses. */
  private static final int START_TIME = 22 - 3;

  private static final Pattern BOOT = Pattern.compile("(?m)^btime (\\d{1,12})$");

  private ProcessStart() {}

  /**
   * The start, to the second below.
   *
   * @param processStat {@code /proc/PID/stat}
   * @param systemStat {@code /proc/stat}
   * @return empty when they don't hold it
   */
  static Optional<Instant> of(FileContent processStat, FileContent systemStat) {
    if (!(processStat instanceof FileContent.Text process)
        || !(systemStat instanceof FileContent.Text system)) {
      return Optional.empty();
    }
    // The name may hold blanks and parentheses, but none of the fields behind it.
    String fields = process.text().substring(process.text().lastIndexOf(')') + 1).strip();
    String[] values = fields.split(" ", -1);
    Matcher boot = BOOT.matcher(system.text());
    if (values.length <= START_TIME || !values[START_TIME].matches("\\d{1,15}") || !boot.find()) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(values[START_TIME]) / TICKS_PER_SECOND;
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(boot.group(1)) + seconds));
  }
}
