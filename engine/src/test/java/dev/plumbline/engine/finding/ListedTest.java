package dev.plumbline.engine.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListedTest {

  @Test
  void whatIsLeftOutIsCounted() {
    assertThat(Listed.first(List.of("a", "b", "c"), 2)).isEqualTo("a, b and 1 more");
    assertThat(Listed.first(List.of("a", "b"), 2)).isEqualTo("a, b");
    assertThat(Listed.first(List.of("a, b", "c", "d"), 1, "; ")).isEqualTo("a, b; and 2 more");
    assertThat(Listed.first(List.of("a"), 1, "; ")).isEqualTo("a");
  }

  @Test
  void theOthersMayHaveNoNames() {
    assertThat(Listed.of(List.of("a"), 4)).isEqualTo("a and 3 more");
    assertThat(Listed.of(List.of("a"), 1)).isEqualTo("a");
    assertThat(Listed.of(List.of(), 0)).isEmpty();
  }
}
