package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlsCompileTest {

  @Test
  void everyExpressionCompiles() {
    List<String> errors = new ArrayList<>();
    for (Control control : Catalogue.load().controls()) {
      try {
        CompiledControl.of(control);
      } catch (IllegalArgumentException e) {
        errors.add(e.getMessage());
      }
    }
    assertThat(errors).isEmpty();
  }
}
