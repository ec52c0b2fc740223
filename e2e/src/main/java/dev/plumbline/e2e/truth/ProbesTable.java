package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one version of kube-apiserver answered to Plumbline's probes with every row.
 *
 * @param version e.g. {@code v1.36.3}
 */
public record ProbesTable(String component, String version, List<Recorded> rows) {

  public ProbesTable {
    rows = List.copyOf(rows);
  }

  /** A row, and what was answered; nothing where the server refused to start. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Recorded(
      String name,
      List<String> arguments,
      @Nullable Map<String, String> files,
      List<ProbeAnswers> answers) {

    /** Without where the server listened, which differs from run to run. */
    static Recorded of(TriedRow tried) {
      RecordedRow row = tried.recorded();
      return new Recorded(
          row.name(),
          row.arguments(),
          row.files(),
          tried.answers().stream()
              .map(
                  one ->
                      new ProbeAnswers(
                          one.probe(), SourceLocation.line("kube-apiserver", 1), one.answers()))
              .toList());
    }
  }

  /** What came of rows. */
  public static ProbesTable of(String version, List<TriedRow> rows) {
    return new ProbesTable("kube-apiserver", version, rows.stream().map(Recorded::of).toList());
  }
}
