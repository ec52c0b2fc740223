package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.plumbline.packed.PackedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckedExpressionsTest {

  private static final List<Control> CONTROLS = PackCatalogue.controls(new CatalogueFiles());

  @Test
  void theBuildCompiledEveryExpressionOfTheCatalogue() {
    CheckedExpressions shipped = CheckedExpressions.shipped();

    assertThat(CONTROLS)
        .allSatisfy(
            control ->
                CheckedExpressions.sources(control)
                    .forEach(
                        (text, type) -> {
                          CelAbstractSyntaxTree tree = Expressions.checked(text, type);
                          assertThat(shipped.find(text, type).map(Expression::inputs))
                              .hasValue(Inputs.of(tree));
                        }));
  }

  /** So a build with other code, or other controls, has other bytes. */
  @Test
  void anotherBuildMakesTheSameBytes() throws IOException {
    try (InputStream made =
        CheckedExpressions.class.getResourceAsStream(CheckedExpressions.RESOURCE)) {
      assertThat(CheckedExpressions.pack(CONTROLS).bytes())
          .isEqualTo(Objects.requireNonNull(made).readAllBytes());
    }
  }

  @Test
  void anExpressionThatWasChangedIsCompiledAgain() {
    CheckedExpressions shipped = CheckedExpressions.shipped();
    String text = CONTROLS.get(0).expression() + " && flags['a-new-one'] == true";

    assertThat(shipped.find(text, SimpleType.BOOL)).isEmpty();
    assertThat(Expressions.compile(text, SimpleType.BOOL).inputs())
        .anySatisfy(input -> assertThat(input).hasToString("flags.a-new-one"));
  }

  @Test
  void anExpressionOfAnotherTypeIsNotTheSame() {
    Control control =
        CONTROLS.stream().filter(c -> !c.message().isEmpty()).findFirst().orElseThrow();

    assertThat(CheckedExpressions.shipped().find(control.message(), SimpleType.BOOL)).isEmpty();
  }

  @Test
  void withoutABuildThereAreNone() {
    CheckedExpressions none =
        CheckedExpressions.of(PackedReader.of(CheckedExpressions.pack(List.of()).bytes()));

    assertThat(CONTROLS.stream().map(Control::expression))
        .allSatisfy(
            text -> assertThat(none.find(text, SimpleType.BOOL)).isEqualTo(Optional.empty()));
  }
}
