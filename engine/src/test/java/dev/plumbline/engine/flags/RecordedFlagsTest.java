package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.oracle.OracleRow;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every argument list and value that Go's own libraries were asked about. */
class RecordedFlagsTest {

  /** Below this, somebody has recorded too little to learn anything from. */
  private static final int ENOUGH = 1_000;

  @Test
  void argumentListsAreParsedAsPflagAndFlagDo() throws IOException {
    List<OracleRow> rows = OracleRow.recorded("pflag.jsonl");
    assertThat(rows).filteredOn(OracleRow::isRefused).hasSizeGreaterThan(ENOUGH);
    assertThat(rows).filteredOn(row -> !row.isRefused()).hasSizeGreaterThan(ENOUGH);

    assertThat(rows.stream().flatMap(row -> GoAnswer.difference(row).stream())).isEmpty();
  }

  @Test
  void valuesAreReadAsGoReadsThem() throws IOException {
    List<OracleRow> rows = OracleRow.recorded("values.jsonl");
    assertThat(rows).filteredOn(OracleRow::isRefused).hasSizeGreaterThan(ENOUGH);
    assertThat(rows).filteredOn(row -> !row.isRefused()).hasSizeGreaterThan(ENOUGH);

    assertThat(rows).allSatisfy(RecordedFlagsTest::assertAgrees);
  }

  private static void assertAgrees(OracleRow row) {
    boolean refused = GoValue.complaint(row.type(), row.text()).isPresent();
    // Two kinds of this type share its name; what either accepts is accepted.
    boolean ambiguous = row.type().equals("mapStringString") && row.isRefused();
    if (!ambiguous) {
      assertThat(refused).as(row.toString()).isEqualTo(row.isRefused());
    }
    if (!refused && row.value() != null) {
      List<String> texts =
          row.type().endsWith("Slice")
              ? GoCsv.firstRecord(row.text()).orElseThrow()
              : List.of(row.text());
      assertThat(GoAnswer.agrees(row.type(), texts, row.value())).as(row.toString()).isTrue();
    }
  }
}
