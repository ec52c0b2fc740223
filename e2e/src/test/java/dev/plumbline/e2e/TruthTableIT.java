package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.e2e.truth.RecordedRow;
import dev.plumbline.e2e.truth.Recording;
import dev.plumbline.e2e.truth.Row;
import dev.plumbline.e2e.truth.TriedRow;
import dev.plumbline.e2e.truth.TruthRecorder;
import dev.plumbline.e2e.truth.TruthTable;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.ProbeAnswers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The recorded truth table still says what the real kube-apiserver does. */
class TruthTableIT {

  private static final TypeReference<TruthTable> TABLE = new TypeReference<>() {};

  /** {@code -Dplumbline.truth.record} writes the table instead of comparing with it. */
  @Test
  void recordedTableIsWhatTheRealServerDoes() throws IOException, InterruptedException {
    TruthFile file =
        new TruthFile(TruthFile.truth("kube-apiserver-" + TruthFile.version() + ".json"));
    List<Row> rows = TruthRecorder.rows(TruthFile.truth("rows.yaml"));
    Map<Row, RecordedRow> kept =
        Recording.chosen().keepsRecorded()
            ? file.read(TABLE).rows().stream()
                .collect(Collectors.toMap(RecordedRow::row, row -> row))
            : Map.of();

    TruthRecorder recorder = new TruthRecorder(TruthFile.binaries(), TruthFile.version());
    List<TriedRow> answered =
        recorder.tried(rows.stream().filter(row -> !kept.containsKey(row)).toList());
    TruthTable tried = recorder.table(answered);

    Map<Row, RecordedRow> all = new HashMap<>(kept);
    tried.rows().forEach(row -> all.put(row.row(), row));
    TruthTable actual =
        new TruthTable(
            tried.component(),
            TruthFile.version(),
            rows.stream().map(row -> Objects.requireNonNull(all.get(row))).toList());
    assertThat(outcomes(actual)).isEqualTo(outcomes(file.readAfter(actual, TABLE)));
    assertThat(answered).allSatisfy(TruthTableIT::probeTells);
  }

  /** What Plumbline's own probe comes to is what the server did. */
  private static void probeTells(TriedRow row) {
    Row.Outcome did = row.recorded().outcome();
    if (did == Row.Outcome.REFUSES_TO_START) {
      return;
    }
    ProbeOutcome probed =
        Objects.requireNonNull(row.outcomes().get(ProbedRequirement.AuthorizesExplicitly));
    boolean failed =
        row.answers().stream()
            .flatMap(answers -> answers.answers().stream())
            .anyMatch(one -> one.answer() instanceof ProbeAnswers.None);
    if (failed && did == Row.Outcome.AUTHORIZES) {
      // A webhook that can't be asked might have allowed it.
      assertThat(probed).isInstanceOf(ProbeOutcome.NothingProved.class);
      return;
    }
    assertThat(probed)
        .as("%s %s", row.recorded().name(), row.recorded().arguments())
        .isInstanceOf(
            did == Row.Outcome.ALLOWS ? ProbeOutcome.Violated.class : ProbeOutcome.Met.class);
  }

  private static Map<String, Row.Outcome> outcomes(TruthTable table) {
    return table.rows().stream()
        .collect(Collectors.toMap(row -> row.name() + " " + row.arguments(), RecordedRow::outcome));
  }

  /** Rows are told apart by name in what tests print. */
  @Test
  void namesOfRowsDiffer() throws IOException {
    List<Row> rows = TruthRecorder.rows(TruthFile.truth("rows.yaml"));
    assertThat(
            rows.stream().collect(Collectors.groupingBy(Row::name, Collectors.counting())).values())
        .allMatch(count -> count == 1);
    assertThat(rows).extracting(Row::name).doesNotContain("");
    assertThat(rows).hasSizeGreaterThan(60);
  }
}
