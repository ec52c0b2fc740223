package dev.plumbline.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PackedRecordsTest {

  enum Colour {
    RED,
    GREEN
  }

  record Leaf(String text, @Nullable String missing) {}

  record Tree(
      int number,
      boolean flag,
      Colour colour,
      Optional<Integer> some,
      Optional<Colour> none,
      Optional<Leaf> leaf,
      List<Leaf> leaves,
      Map<String, List<String>> byName) {}

  record Unknown(double number) {}

  private static Tree tree(int number) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    byName.put("z", List.of("1.10", "1.1"));
    byName.put("a", List.of());
    return new Tree(
        number,
        true,
        Colour.GREEN,
        Optional.of(300),
        Optional.empty(),
        Optional.of(new Leaf("größer ≤ 3", null)),
        List.of(new Leaf("", "b"), new Leaf("x".repeat(70_000), null)),
        byName);
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    for (int number : new int[] {0, 1, 127, 128, 70_000, Integer.MAX_VALUE, -1}) {
      byte[] bytes = new PackedWriter().write(tree(number)).bytes();

      assertThat(PackedReader.of(bytes).read(Tree.class)).isEqualTo(tree(number));
    }
  }

  @Test
  void aMapKeepsItsOrder() {
    byte[] bytes = new PackedWriter().write(tree(1)).bytes();

    assertThat(PackedReader.of(bytes).read(Tree.class).byName().keySet()).containsExactly("z", "a");
  }

  @Test
  void oneRecordOfManyIsReadByItsPosition() {
    PackedWriter writer = new PackedWriter().writeBytes(new byte[] {1, 2});
    int second = writer.write(tree(1)).position();
    writer.write(tree(2));

    assertThat(PackedReader.of(writer.bytes()).at(second).read(Tree.class)).isEqualTo(tree(2));
  }

  @Test
  void aTypeThatItDoesNotKnowIsRefusedWhenItIsWritten() {
    assertThatThrownBy(() -> new PackedWriter().write(new Unknown(1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("double");
  }
}
