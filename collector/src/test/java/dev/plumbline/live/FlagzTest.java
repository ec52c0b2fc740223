package dev.plumbline.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is read whole or not at all. */
class FlagzTest {

  private static final String API_SERVER = "kube-apiserver";

  private static final String JSON_TYPE = "application/json;g=config.k8s.io;v=v1beta1;as=Flagz";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final String HEADER =
      "\napiserver flags\nWarning: This endpoint is not meant to be machine parseable.\n\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Flagz read(String contentType, String body) {
    return Flagz.read(Flagz.API_SERVER, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(String flags) {
    return """
        {"kind":"Flagz","apiVersion":"config.k8s.io/v1beta1","metadata":{"name":"apiserver"},\
        "flags":%s}"""
        .formatted(flags);
  }

  /** What the real server answered in each form: {@code truth/flagz}. */
  @Test
  void everyFormOfARealAnswerIsReadAlike() throws IOException {
    JsonNode table = JSON.readTree(Path.of("../truth/flagz/v1.36.3.json").toFile());
    Map<String, String> flags = new TreeMap<>();
    table
        .at("/rows/0/flags")
        .properties()
        .forEach(flag -> flags.put(flag.getKey(), flag.getValue().textValue()));
    assertThat(flags).hasSizeGreaterThan(150);
    assertThat(table.get("answers").properties()).hasSize(3);
    for (Map.Entry<String, JsonNode> answer : table.get("answers").properties()) {
      assertThat(read(answer.getKey(), answer.getValue().textValue()))
          .isInstanceOfSatisfying(
              Flagz.Answered.class,
              answered -> assertThat(answered.flags()).containsAllEntriesOf(flags));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":", ": ", "=", " "})
  void theTextsSeparatorIsFound(String separator) {
    String body =
        HEADER
            + Arrays.asList("a", "b-c").stream()
                .map(name -> name + separator + "x=1: y\n")
                .collect(Collectors.joining());
    assertThat(read(TEXT_TYPE, body))
        .isEqualTo(new Flagz.Answered(Map.of("a", "x=1: y", "b-c", "x=1: y")));
  }

  /** One of these lines is the value of another flag. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\n\n",
        "a: x\nauthorization-mode: [Node]\nprofiling: true\nauthorization-mode: [AlwaysAllow]\n",
        "a: 1\nb=2\n",
        "a: 1\na: 2\n",
        "a-b: 1\na_b: 2\n",
        "no\tflag\n",
        ""
      })
  void ofATextThatCouldBeReadInTwoWaysNothingIsTaken(String flags) {
    assertThat(read(TEXT_TYPE, HEADER + flags)).isInstanceOf(Flagz.Unreadable.class);
  }

  @Test
  void aTextOfAnotherComponentIsRefused() {
    assertThat(read(TEXT_TYPE, HEADER.replace("apiserver", "kubelet") + "a: 1\n"))
        .isInstanceOf(Flagz.Unreadable.class);
    assertThat(read(TEXT_TYPE, "ok")).isInstanceOf(Flagz.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1} | a value that is not a string",
        "{\"a\":null} | a value that is not a string",
        "{\"a\":[\"b\"]} | a value that is not a string",
        "{\"a\":\"1\",\"a\":\"2\"} | could not be parsed",
        "{\"a-b\":\"1\",\"a_b\":\"2\"} | two values of one flag",
        "{\"a b\":\"1\"} | a name that no flag has",
        "{\"\":\"1\"} | a name that no flag has",
        "{} | without any flag",
        "[] | without any flag",
        "null | without any flag",
        "{\"a\":\"1\"}} | could not be parsed",
      })
  void anythingElseThanFlagsIsRefused(String flags, String why) {
    assertThat(read(JSON_TYPE, json(flags)))
        .isInstanceOfSatisfying(
            Flagz.Unreadable.class, unreadable -> assertThat(unreadable.why()).contains(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"flags\":{\"a\":\"b\"}}",
        "{\"kind\":[\"Flagz\"],\"apiVersion\":\"config.k8s.io/v1beta1\",\"flags\":{\"a\":\"b\"}}",
        "{\"kind\":\"Flagz\",\"apiVersion\":\"config.k8s.io/v2\",\"flags\":{\"a\":\"b\"}}",
        "{\"kind\":\"Flagz\",\"apiVersion\":\"config.k8s.io/v1beta1\",\"metadata\":{\"name\":\"kubelet\"},\"flags\":{\"a\":\"b\"}}",
      })
  void anotherKindIsRefused(String body) {
    assertThat(read(JSON_TYPE, body)).isInstanceOf(Flagz.Unreadable.class);
  }

  @Test
  void whatIsTooLargeTooDeepOrTooManyIsRefused() {
    String many =
        java.util.stream.IntStream.range(0, 1001)
            .mapToObj(i -> "\"f" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{", "}"));
    for (String body :
        List.of(
            json("{\"a\":\"" + "x".repeat(Flagz.MAX_BYTES) + "\"}"),
            "[".repeat(100_000),
            json("7".repeat(100_000)),
            json(many))) {
      assertThat(read(JSON_TYPE, body)).isInstanceOf(Flagz.Unreadable.class);
    }
  }

  @Test
  void bytesThatAreNoTextAndOtherTypesAreRefused() {
    assertThat(Flagz.read(Flagz.API_SERVER, JSON_TYPE, new byte[] {(byte) 0xc3, '{'}))
        .isInstanceOf(Flagz.Unreadable.class);
    assertThat(read("text/html", "<html>")).isInstanceOf(Flagz.Unreadable.class);
    assertThat(read("", json("{\"a\":\"b\"}"))).isInstanceOf(Flagz.Unreadable.class);
  }

  @Property
  void noTextFailsInAnotherWay(
      @ForAll("types") String type, @ForAll("noise") String start, @ForAll String end) {
    read(type, start + end);
    read(type, json("{\"a\":" + start + "}"));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(JSON_TYPE, TEXT_TYPE, "application/json", "");
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(HEADER, "a", "b", ": ", "=", "\n", "{", "}", "\"", ",", "[", "\\", "\0")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Test
  void anAnswerIsAComponentWhosePlaceIsTheUrl() {
    String url = "https://192.0.2.1:6443/flagz";
    LiveComponent live =
        LiveComponent.of(API_SERVER, url, read(JSON_TYPE, json("{\"profiling\":\"false\"}")));
    assertThat(live.problems()).isEmpty();
    assertThat(live.component().source()).isEqualTo(Component.Source.LIVE);
    assertThat(live.component().arguments())
        .containsExactly(Argument.known("--profiling=false", SourceLocation.line(url, 1)));
  }

  @Test
  void noAnswerIsAProblemOfTheComponent() {
    String url = "https://192.0.2.1:6443/flagz";
    LiveComponent live =
        LiveComponent.of(API_SERVER, url, new Flagz.Unreadable("answered with 404"));
    assertThat(live.component().arguments()).allMatch(Argument::isWholeCommandLine).hasSize(1);
    assertThat(live.problems())
        .extracting(Problem::sentence)
        .containsExactly(url + " answered with 404.");
  }
}
