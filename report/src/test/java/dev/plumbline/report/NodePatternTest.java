package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePatternTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, ab, false",
    "a, '', false",
    "*, '', true",
    "*, anything, true",
    "**, anything, true",
    "edge-*, edge-17, true",
    "edge-*, edge-, true",
    "edge-*, the-edge-17, false",
    "*-17, edge-17, true",
    "*-17, edge-170, false",
    "e*17, edge-17, true",
    "e*1*7, e17, true",
    "e*1*7, e71, false",
    // A piece may not overlap the end.
    "*ab*b, ab, false",
    "*ab*b, abb, true",
    "a*a, a, false",
    // Nothing but the star is special.
    "a.c, abc, false",
    "a?, ab, false",
    "a\\*, a\\b, true",
  })
  void starStandsForAnyText(String pattern, String name, boolean expected) {
    assertThat(NodePattern.of(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hostilePatternIsMatchedAtOnce() {
    String name = "a".repeat(253);
    assertThat(NodePattern.of("*".repeat(252) + "x").matches(name)).isFalse();
    assertThat(NodePattern.of("*a".repeat(120) + "*x").matches(name)).isFalse();
    assertThat(NodePattern.of("*a".repeat(120) + "*").matches(name)).isTrue();
  }
}
