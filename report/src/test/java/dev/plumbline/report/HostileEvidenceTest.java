package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.format.OutputFormat;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.UnreadableNodes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whoever is root on a node writes what he likes into its evidence. Every text of a real node's
 * evidence is replaced here, one field after the other: nothing of it reaches a terminal, a page or
 * a command so that it is obeyed, and the other node's result is not touched.
 */
class HostileEvidenceTest {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final Path HOST =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("engine/src/test/resources/distributions/kubernetes/kubeadm-control-plane/root");

  /** Terminals, right-to-left writing, HTML, YAML, Markdown, shells, workflows and spreadsheets. */
  private static final String HOSTILE =
      "\u001b]0;owned\u0007\u001b[2J\u202e\u2066\r\n::error::x\n---\nkind: Pod\n"
          + "<script>alert(1)</script><img src=x onerror=alert(1)>![x](javascript:x)"
          + "$(id)`id`;id|id'\"\\=cmd|'/C calc'!A1\u0000\u0085\uFEFF";

  private static final Selection.Chosen SELECTION =
      (Selection.Chosen)
          Selection.of(Catalogue.load(), Optional.of("cis-1.12"), List.of(), List.of());

  private static final Evidence GOOD = new Collector(Duration.ofSeconds(30)).collectHost(HOST);

  private static final List<String> UNDISTURBED = ofTheOther(evaluated(List.of()));

  /** What each control says of the node that nobody has changed. */
  private static List<String> ofTheOther(Report report) {
    return report.status().controls().stream()
        .flatMap(
            control ->
                control.findings().stream()
                    .filter(finding -> finding.nodes().contains("good"))
                    .map(finding -> control.name() + " " + finding.status()))
        .toList();
  }

  private static JsonNode tree() {
    try {
      return JSON.readTree(EvidenceJson.write(GOOD));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The fields that have text, such as {@code components.arguments.text}. */
  private static Set<String> fields(JsonNode node, String path) {
    Set<String> fields = new LinkedHashSet<>();
    if (node.isTextual()) {
      fields.add(path);
    }
    node.properties()
        .forEach(field -> fields.addAll(fields(field.getValue(), path + "." + field.getKey())));
    if (node.isArray()) {
      node.forEach(item -> fields.addAll(fields(item, path)));
    }
    return fields;
  }

  private static JsonNode replaced(
      JsonNode node, String path, String field, UnaryOperator<String> edit) {
    if (node.isTextual() && path.equals(field)) {
      return TextNode.valueOf(edit.apply(node.asText()));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(item -> copy.add(replaced(item, path, field, edit)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .properties()
          .forEach(
              e ->
                  copy.set(
                      e.getKey(), replaced(e.getValue(), path + "." + e.getKey(), field, edit)));
      return copy;
    }
    return node;
  }

  private static Report evaluated(List<Evidence> hostile) {
    List<NodeReading> nodes = new ArrayList<>();
    nodes.add(new NodeReading.Collected("good", ReleaseHints.ofNode("v1.36.3"), GOOD));
    for (Evidence evidence : hostile) {
      nodes.add(
          new NodeReading.Collected(
              "hostile-" + nodes.size(), ReleaseHints.ofNode("v1.36.3"), evidence));
    }
    ComplianceReportStatus status =
        Nodes.evaluated(
                List.of(SELECTION),
                nodes,
                new ClusterReading(
                    Facts.ofCluster(Map.of(), Map.of()), new ControlPlane.SelfManaged(2)))
            .report(
                SELECTION,
                "run",
                new ReportBuilder.Times(NOW, NOW),
                new NodesEvaluated(Nodes.counts(nodes.size(), nodes), UnreadableNodes.defaults()),
                Approvals.none(),
                new Conditions(List.of(), 1, Clock.fixed(NOW, ZoneOffset.UTC)));
    return Report.named("cis", status);
  }

  @TestFactory
  Stream<DynamicTest> noTextOfANodeIsObeyed() {
    JsonNode tree = tree();
    List<UnaryOperator<String>> edits =
        List.of(text -> text + HOSTILE, text -> HOSTILE, text -> "/etc/" + HOSTILE);
    return fields(tree, "").stream()
        .map(
            field ->
                DynamicTest.dynamicTest(
                    field,
                    () ->
                        assertHarmless(
                            edits.stream()
                                .flatMap(edit -> read(replaced(tree, "", field, edit)).stream())
                                .toList())));
  }

  /** Nothing when it is refused, which is an Error of the node: see EvidenceLogTest. */
  private static Optional<Evidence> read(JsonNode json) {
    try {
      return Optional.of(EvidenceJson.readEvidence(json.toString()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void assertHarmless(List<Evidence> hostile) {
    if (hostile.isEmpty()) {
      return;
    }
    Report report = evaluated(hostile);
    assertThat(ofTheOther(report)).isEqualTo(UNDISTURBED);
    for (OutputFormat format :
        List.of(
            OutputFormat.table,
            OutputFormat.json,
            OutputFormat.yaml,
            OutputFormat.junit,
            OutputFormat.sarif,
            OutputFormat.oscal,
            OutputFormat.xccdf,
            OutputFormat.openreports,
            OutputFormat.markdown,
            OutputFormat.github,
            OutputFormat.csv,
            OutputFormat.html)) {
      String text = format.render(report);
      assertThat(text.codePoints().filter(c -> c != '\n' && c != '\r' && Printable.isObeyed(c)))
          .as(format + " has characters that are obeyed")
          .isEmpty();
      switch (format) {
        case html, junit, xccdf -> assertThat(text).doesNotContain("<script>alert", "<img src=x");
        case markdown -> assertThat(text).doesNotContain("\n---\nkind");
        case github -> assertThat(text.lines()).noneMatch(line -> line.startsWith("::error::"));
        case csv -> assertThat(text.lines()).noneMatch(line -> line.startsWith("kind: Pod"));
        default -> assertThat(text).doesNotContain("\n---\nkind");
      }
    }
  }
}
