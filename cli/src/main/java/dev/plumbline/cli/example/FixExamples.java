package dev.plumbline.cli.example;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.FileOutcome;
import dev.plumbline.repository.RepositoryReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to fix a control in each installer's format. An example is made of what the control's own fix
 * sets, and is read and evaluated like a file of a repository: one with which the control does not
 * pass is not shown.
 */
public final class FixExamples {

  /**
   * An example.
   *
   * @param format whose file it belongs to, with the file's usual place
   * @param text the whole file
   */
  public record Example(String format, String text) {}

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private FixExamples() {}

  /** Those of a control; none where the fix is not a value of a flag or of a configuration file. */
  public static List<Example> of(Control control) {
    Optional<FlagTable> table =
        Component.NAMES.contains(control.component())
            ? Wanted.newest(control.component())
            : Optional.empty();
    if (table.isEmpty() || control.expression().isEmpty()) {
      return List.of();
    }
    Wanted wanted = Wanted.of(control, table.get());
    if (wanted.isEmpty()) {
      return List.of();
    }
    Engine engine = new Engine(List.of(control));
    // etcd's releases are not Kubernetes'.
    String release = wanted.component().equals("etcd") ? "" : table.get().version();
    List<Example> examples = new ArrayList<>();
    for (InstallerFormat format : InstallerFormat.ALL) {
      format
          .file(wanted)
          .filter(file -> passes(file, control, engine, release))
          .map(file -> new Example(format.title(), file.text()))
          .ifPresent(examples::add);
    }
    return List.copyOf(examples);
  }

  static boolean passes(ExampleFile file, Control control, Engine engine, String release) {
    FileOutcome read = new RepositoryReader(DEADLINE).readText(file.name(), file.text());
    if (!(read instanceof FileOutcome.Evaluated evaluated)) {
      return false;
    }
    Finding finding =
        engine.evaluate(evaluated.evidence(), ReleaseHints.requested(release)).get(control);
    return finding != null && finding.status() == Status.Pass;
  }
}
