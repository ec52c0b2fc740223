package dev.plumbline.sandbox;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The printer columns of a resource, as its CRD declares them and {@code kubectl get} shows them.
 */
final class PrinterTable {

  private static final Configuration QUIET =
      Configuration.defaultConfiguration()
          .addOptions(Option.SUPPRESS_EXCEPTIONS, Option.ALWAYS_RETURN_LIST);

  private final List<AdditionalPrinterColumn> columns;

  public PrinterTable(Class<?> type) {
    this.columns =
        Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
            .filter(column -> column.priority() == 0)
            .toList();
  }

  /** Names first, then the columns' names, in the case that the CRD has them. */
  public List<String> heading() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("Name"), columns.stream().map(AdditionalPrinterColumn::name))
        .toList();
  }

  /** One object's cells; an absent value is empty. */
  public List<String> row(String json, Instant now) {
    var document = JsonPath.using(QUIET).parse(json);
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(first(document.read("$.metadata.name"))),
            columns.stream()
                .map(column -> cell(first(document.read("$" + column.jsonPath())), column, now)))
        .toList();
  }

  private static String first(List<Object> found) {
    return found == null || found.isEmpty() || found.get(0) == null
        ? ""
        : String.valueOf(found.get(0));
  }

  private static String cell(String value, AdditionalPrinterColumn column, Instant now) {
    return column.type() == Type.DATE && !value.isEmpty()
        ? age(Duration.between(Instant.parse(value), now))
        : value;
  }

  /** As kubectl shortens it: the largest unit that is at least two, roughly. */
  private static String age(Duration age) {
    if (age.toSeconds() < 120) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
