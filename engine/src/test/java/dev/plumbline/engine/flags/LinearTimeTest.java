package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node chooses its arguments. These are so many and so long that a parser that goes through them
 * more than once for each would not come to an end, and one that recurses would overflow the stack.
 */
class LinearTimeTest {

  private static final int MANY = 1_000_000;
  private static final int LONG = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2_000, 100_000, MANY})
  void aDurationOfManyParts(int parts) {
    String value = "1s".repeat(parts);
    assertThat(GoValue.isDuration(value)).isTrue();
    assertThat(GoValue.duration(value)).isEqualTo(Duration.ofSeconds(parts));
    assertThat(GoValue.isDuration(value + "x")).isFalse();
  }

  @Test
  void aDurationOfManyDigits() {
    assertThat(GoValue.duration("0".repeat(MANY) + "1s")).isEqualTo(Duration.ofSeconds(1));
    assertThat(GoValue.duration("0." + "5".repeat(MANY) + "s"))
        .isEqualTo(Duration.ofNanos(555_555_555));
    assertThat(GoValue.isDuration("9".repeat(MANY) + "s")).isFalse();
  }

  static Stream<String> types() {
    return Stream.of("etcd", "kube-apiserver", "kubelet", "kube-proxy", "kube-controller-manager")
        .flatMap(component -> GoAnswer.table(component).flags().stream())
        .map(FlagDefinition::type)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("types")
  void aLongValueOfEveryType(String type) {
    for (String part :
        List.of(
            "1", "0", "1s", "1.", ".", ":", "::", "1:", "a=1,", "=", ",", "\"", "\"\"", "\n", "1_",
            "0x", "a", " ", "-", "1e", "\r", "(", "1µ", "true")) {
      String value = part.repeat(LONG / part.length());
      // Whether it is accepted is held elsewhere; here it is only answered.
      assertThat(GoValue.complaint(type, value)).isNotNull();
      assertThat(GoValue.complaint(type, value + "$")).isNotNull();
    }
  }

  @Test
  void aValueOfEveryLengthThatAnArgumentMayHave() {
    for (int parts = 1; parts <= 2_048; parts++) {
      assertThat(parse("--request-timeout=" + "1s".repeat(parts)))
          .isInstanceOf(ParsedFlags.Accepted.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--v=1",
        "--v",
        "-v1",
        "-hv1",
        "--authorization-mode=Node,RBAC",
        "--feature-gates=AllAlpha=false",
        "--runtime-config=api/all=true",
        "--service-account-issuer=x",
        "--enable-admission-plugins=NodeRestriction",
        "--no-such-flag=1",
        "",
        "--"
      })
  void manyArguments(String argument) {
    ParsedFlags parsed =
        FlagParser.parse(
            GoAnswer.table("kube-apiserver"),
            GoAnswer.arguments(Collections.nCopies(200_000, argument)));
    assertThat(parsed).isNotNull();
  }

  @Test
  void manyUsesOfOneFlagAreAllThere() {
    ParsedFlags parsed =
        FlagParser.parse(
            GoAnswer.table("kube-apiserver"),
            GoAnswer.arguments(Collections.nCopies(200_000, "--authorization-mode=Node,RBAC")));
    assertThat(((ParsedFlags.Accepted) parsed).values("authorization-mode")).hasSize(400_000);
  }

  @Test
  void manyLettersBehindOneDash() {
    assertThat(parse("-" + "h".repeat(MANY))).isInstanceOf(ParsedFlags.Refused.class);
    assertThat(parse("-h=false" + "h".repeat(MANY))).isInstanceOf(ParsedFlags.Refused.class);
  }

  private static ParsedFlags parse(String argument) {
    return FlagParser.parse(
        GoAnswer.table("kube-apiserver"), GoAnswer.arguments(List.of(argument)));
  }
}
