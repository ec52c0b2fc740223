package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class GoValuePropertyTest {

  @Property
  void readsEveryIntegerInEveryBase(@ForAll long number) {
    BigInteger magnitude = BigInteger.valueOf(number).abs();
    String sign = number < 0 ? "-" : "";
    assertThat(GoValue.integer(sign + magnitude)).isEqualTo(number);
    assertThat(GoValue.integer(sign + "0x" + magnitude.toString(16))).isEqualTo(number);
    assertThat(GoValue.integer(sign + "0" + magnitude.toString(8))).isEqualTo(number);
    assertThat(GoValue.integer(sign + "0b" + magnitude.toString(2))).isEqualTo(number);
  }

  @Property
  void readsEveryDurationInNanoseconds(@ForAll long nanoseconds) {
    assertThat(GoValue.duration(nanoseconds + "ns")).isEqualTo(Duration.ofNanos(nanoseconds));
  }

  @Property
  void addsThePartsOfADuration(
      @ForAll @LongRange(min = 0, max = 2_000_000) long hours,
      @ForAll @LongRange(min = 0, max = 1_000_000) long minutes,
      @ForAll @LongRange(min = 0, max = 1_000_000) long milliseconds) {
    assertThat(GoValue.duration("-" + hours + "h" + minutes + "m" + milliseconds + ".25ms"))
        .isEqualTo(
            Duration.ofHours(hours)
                .plusMinutes(minutes)
                .plusMillis(milliseconds)
                .plusNanos(250_000)
                .negated());
  }

  @Property
  void readsBackEveryListThatIsWrittenInQuotes(@ForAll @NotEmpty List<@NotEmpty String> elements) {
    // The reader drops a carriage return before a line feed, also inside of quotes.
    Assume.that(elements.stream().noneMatch(element -> element.contains("\r")));
    String written =
        elements.stream()
            .map(element -> '"' + element.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    assertThat(GoCsv.firstRecord(written)).contains(elements);
  }

  @Property
  void acceptsEveryAddressThatJavaWrites(@ForAll @Size(4) byte[] v4, @ForAll @Size(16) byte[] v6)
      throws UnknownHostException {
    assertThat(GoAddress.isIp(InetAddress.getByAddress(v4).getHostAddress())).isTrue();
    assertThat(GoAddress.isIp(InetAddress.getByAddress(v6).getHostAddress())).isTrue();
  }
}
