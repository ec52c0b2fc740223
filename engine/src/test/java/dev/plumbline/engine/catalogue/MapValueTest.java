package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link MapValue} differs from the map that it is made of in nothing but the time it takes. */
class MapValueTest {

  private static final Map<String, Object> DOCUMENT =
      Map.of(
          "name", "x",
          "count", 3L,
          "empty", Map.of(),
          "nested", Map.of("on", true, "items", List.of("a", "b")),
          "list", List.of(Map.of("type", "RBAC", "names", List.of("n")), List.of(1L, 2L)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "documents['d'].name == 'x'",
        "documents.d.count >= 3",
        "documents['d']['nested'].on",
        "has(documents['d'].nested.on) && !has(documents['d'].nested.off)",
        "'nested' in documents['d'] && !('other' in documents['d'])",
        "documents['d'].nested.items.exists(i, i == 'b')",
        "documents['d'].list[0].type == 'RBAC' && documents['d'].list[1][1] == 2",
        "documents['d'].list[0].names.all(n, n == 'n')",
        "documents['d'].nested.all(k, k in ['on', 'items'])",
        "documents['d'].nested == {'items': ['a', 'b'], 'on': true}",
        "{'items': ['a', 'b'], 'on': true} == documents['d'].nested",
        "{'type': 'RBAC', 'names': ['n']} in documents['d'].list",
        "documents['d'].nested in [{'items': ['a', 'b'], 'on': true}]",
        "size(documents['d']) == 5 && size(documents['d'].empty) == 0",
        "type(documents['d'].nested) == map && type(documents['d'].list) == list",
        "documents['d'].list.map(i, type(i) == map ? i.type : 'list') == ['RBAC', 'list']",
        "documents['d'].gone == 1",
        "documents['d']['gone'] == 1",
        "documents['d'].nested.on.deeper == 1",
        "documents['d'].name > 3",
        "documents['d'].nested > 3",
        "noWiderThan(documents['d'].nested, '600')",
      })
  void evaluatesAsThatMap(String expression) {
    CelRuntime.Program program =
        Expressions.program(() -> Expressions.checked(expression, SimpleType.BOOL));
    assertThat(result(program, MapValue::of)).isEqualTo(result(program, value -> value));
  }

  /** Its value, or in which words there is none. */
  private static String result(CelRuntime.Program program, UnaryOperator<Object> made) {
    Map<String, Object> variables = Map.of("documents", made.apply(Map.of("d", DOCUMENT)));
    try {
      return program.eval(name -> Optional.ofNullable(variables.get(name))).toString();
    } catch (CelEvaluationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void isNotLookedThrough() throws CelEvaluationException {
    Map<String, Object> closed =
        new AbstractMap<>() {
          @Override
          public Object get(Object key) {
            return "x";
          }

          @Override
          public Set<Entry<String, Object>> entrySet() {
            throw new AssertionError("all of it was looked at");
          }
        };
    Object documents = MapValue.of(Map.of("d", Map.of("list", List.of(closed))));
    CelRuntime.Program program =
        Expressions.program(
            () -> Expressions.checked("documents['d'].list[0].name == 'x'", SimpleType.BOOL));
    assertThat(program.eval(name -> Optional.of(documents))).isEqualTo(true);
  }

  @Test
  void equalsThatMap() {
    assertThat(MapValue.of(DOCUMENT)).isEqualTo(DOCUMENT).hasSameHashCodeAs(DOCUMENT);
    assertThat(DOCUMENT).isEqualTo(MapValue.of(DOCUMENT));
    assertThat(MapValue.of(DOCUMENT)).hasToString(DOCUMENT.toString());
  }

  @Test
  void isMadeOfNothingElse() {
    List<String> list = List.of("a");
    assertThat(MapValue.of(list)).isSameAs(list);
    assertThat(MapValue.of(MapValue.of(DOCUMENT))).isInstanceOf(MapValue.class);
  }
}
