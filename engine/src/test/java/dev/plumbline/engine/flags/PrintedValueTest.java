package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pflag prints is read back, or not taken for anything. */
class PrintedValueTest {

  private static FlagDefinition flag(String type) {
    return new FlagDefinition("flag", type, "", "", "", List.of(), "");
  }

  @Property
  void aListIsReadAsItWasPrinted(@ForAll @Size(max = 4) List<String> items) {
    PrintedValue value = PrintedValue.of(flag("stringSlice"), "[" + GoCsv.written(items) + "]");
    // Go's reader makes one line's end of two characters; one empty element is printed as none.
    boolean sameAgain =
        items.stream().noneMatch(item -> item.contains("\r")) && !items.equals(List.of(""));
    if (sameAgain && !(value instanceof PrintedValue.Ambiguous)) {
      assertThat(value).isEqualTo(new PrintedValue.Texts(items));
    }
    if (sameAgain && items.stream().noneMatch(item -> item.contains("\n"))) {
      assertThat(value).isInstanceOf(PrintedValue.Texts.class);
    }
  }

  @Property
  void noTextFails(@ForAll String text) {
    for (FlagTable table : FlagTable.all("kube-apiserver")) {
      table.flags().forEach(flag -> PrintedValue.of(flag, text));
    }
    PrintedFlags.of(
            FlagTable.all("kube-apiserver").get(0),
            List.of(Argument.known(text, SourceLocation.line("", 1))))
        .inForce();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool | maybe",
        "int | 1e3",
        "duration | soon",
        "stringSlice | a,b",
        "stringSlice | [a",
        "stringSlice | [\"a]",
        "stringArray | map[a:b]",
        "int32Slice | [a]",
        "stringToString | a=b",
        "mapStringString | a=b,c=d",
        "mapStringString | alone",
        "namedCertKey | [one-file]",
        "string | CLASSIFIED",
        "bool | CLASSIFIED",
      })
  void whatIsNotOfTheTypeIsNotTaken(String type, String printed) {
    assertThat(PrintedValue.of(flag(type), printed)).isInstanceOf(PrintedValue.Ambiguous.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string | [] | []",
        "ip | <nil> | ''",
        "stringToString | [\"a,b=c\"] | a,b=c",
        "namedCertKey | [a,b:c;d,e] | d,e",
        "namedCertKey | [] | []",
      })
  void oneText(String type, String printed, String text) {
    assertThat(PrintedValue.of(flag(type), printed))
        .isEqualTo(new PrintedValue.Texts(List.of(text)));
  }
}
