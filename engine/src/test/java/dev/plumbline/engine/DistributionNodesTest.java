package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognized;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes of each distribution, by the whole benchmark. With {@code -Dplumbline.write=true} the
 * findings become what is expected: read the difference before you commit it.
 */
class DistributionNodesTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Map<String, Engine> ENGINES = new HashMap<>();

  @TempDir private Path temp;

  static Stream<NodeFixture> nodes() throws IOException {
    return NodeFixture.all().stream();
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void everyNumberComesToWhatTheNodeReallyDoes(NodeFixture node) throws IOException {
    Benchmark benchmark = CATALOGUE.benchmark(node.description().benchmark()).orElseThrow();
    Map<String, Finding> findings = findings(node, benchmark);
    Map<String, Status> statuses = new TreeMap<>();
    findings.forEach((number, finding) -> statuses.put(number, finding.status()));
    if (Boolean.getBoolean("plumbline.write")) {
      Files.writeString(node.expectedFile(), written(findings));
    }
    assertThat(describe(statuses, findings)).isEqualTo(describe(node.expected(), findings));
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void itsDistributionIsRecognised(NodeFixture node) throws IOException {
    Recognized recognized = Distributions.recognize(node.node(node.evidence(temp)));
    String name =
        recognized instanceof Recognized.As one
            ? one.distribution().name()
            : recognized instanceof Recognized.None ? Distributions.PLAIN : recognized.toString();
    assertThat(name).isEqualTo(node.description().distribution());
  }

  /**
   * What the pod of a node mounts is enough: what it can't read would be Errors. As the operator
   * does, the volumes of kube-proxy are mounted where it is a pod.
   */
  @ParameterizedTest
  @MethodSource("nodes")
  void thePodOfANodeSeesWhatIsEvaluated(NodeFixture node) throws IOException {
    Benchmark benchmark = CATALOGUE.benchmark(node.description().benchmark()).orElseThrow();
    Evidence all = node.evidence(temp.resolve("all"));
    Evidence mounted = node.evidence(temp.resolve("mounted"), NodeMounts.of(node, all));
    Map<String, Finding> findings = findings(node, benchmark, mounted);
    Map<String, Status> statuses = new TreeMap<>();
    findings.forEach((number, finding) -> statuses.put(number, finding.status()));
    assertThat(describe(statuses, findings)).isEqualTo(describe(node.expected(), findings));
  }

  @Test
  void everyDistributionHasANode() throws IOException {
    assertThat(NodeFixture.all().stream().map(node -> node.description().distribution()).distinct())
        .containsAll(
            Distributions.all().stream()
                .filter(distribution -> distribution.kind() == Distribution.Kind.KUBERNETES)
                .map(Distribution::name)
                .toList());
  }

  private Map<String, Finding> findings(NodeFixture node, Benchmark benchmark) throws IOException {
    return findings(node, benchmark, node.evidence(temp));
  }

  private static Map<String, Finding> findings(
      NodeFixture node, Benchmark benchmark, Evidence evidence) {
    ReleaseHints hints =
        ReleaseHints.ofNode(Objects.toString(node.description().kubeletVersion(), ""));
    Map<Control, Finding> byControl = engine(benchmark).evaluate(evidence, hints);
    Map<String, Finding> byNumber = new TreeMap<>();
    benchmark
        .controls()
        .forEach(
            (number, name) -> {
              Finding finding = byControl.get(CATALOGUE.named(name).orElseThrow());
              if (finding != null) {
                byNumber.put(number, finding);
              }
            });
    return byNumber;
  }

  private static Engine engine(Benchmark benchmark) {
    return ENGINES.computeIfAbsent(
        benchmark.name(),
        name ->
            Engine.of(
                benchmark.controls().values().stream()
                    .distinct()
                    .map(control -> CATALOGUE.named(control).orElseThrow())
                    .map(
                        control ->
                            CompiledControl.of(
                                control,
                                benchmark.parameters().getOrDefault(control.name(), Map.of())))
                    .toList()));
  }

  /** With the messages, for whoever reads the difference. */
  private static String describe(Map<String, Status> statuses, Map<String, Finding> findings) {
    StringBuilder text = new StringBuilder();
    statuses.forEach(
        (number, status) ->
            text.append(number)
                .append(' ')
                .append(status)
                .append("  (found: ")
                .append(findings.containsKey(number) ? findings.get(number).message() : "nothing")
                .append(")\n"));
    return text.toString();
  }

  private static String written(Map<String, Finding> findings) {
    Map<Status, List<String>> groups = new TreeMap<>();
    findings.forEach(
        (number, finding) ->
            groups.computeIfAbsent(finding.status(), s -> new ArrayList<>()).add(number));
    StringBuilder yaml = new StringBuilder();
    groups.forEach(
        (status, numbers) -> {
          yaml.append(status).append(":\n");
          numbers.forEach(
              number ->
                  yaml.append("  - \"")
                      .append(number)
                      .append("\" # ")
                      .append(findings.get(number).message().lines().findFirst().orElse(""))
                      .append('\n'));
        });
    return yaml.toString();
  }
}
