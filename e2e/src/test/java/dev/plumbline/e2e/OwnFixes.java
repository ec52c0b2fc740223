package dev.plumbline.e2e;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What controls say to do about what fails, done as they say. */
final class OwnFixes {

  /** In the words of a control, such as {@code --profiling=false}. */
  private static final Pattern ARGUMENT = Pattern.compile("--([a-z-]+)=(\\S*[^\\s,;.])");

  private OwnFixes() {}

  /** The commands of a report, on the nodes that they are for. */
  static void runCommands(List<ControlResult> controls) {
    for (ControlResult control : controls) {
      for (NodeFinding finding : control.findings()) {
        for (String node : finding.nodes()) {
          finding.commands().forEach(command -> TrueCluster.onNode(node, command));
        }
      }
    }
  }

  /**
   * The diffs of controls for a node's static pods. Each is made for the file as it is, so they are
   * taken one after the other.
   *
   * @param wanted names of controls
   */
  static void patchStaticPods(String node, Collection<String> wanted)
      throws IOException, InterruptedException {
    while (true) {
      List<Patch> patches = patches(node, wanted);
      if (patches.isEmpty()) {
        return;
      }
      TrueCluster.applyDiff(node, patches.get(0).diff());
    }
  }

  /**
   * The diffs of controls for a node's kubelet, all of them made for the files that it was started
   * with: of others nobody knows what is in force. Those that add lines come last, since they move
   * the others.
   */
  static void patchKubelet(String node, Collection<String> wanted)
      throws IOException, InterruptedException {
    Map<Boolean, List<Patch>> patches =
        patches(node, wanted).stream()
            .collect(Collectors.partitioningBy(patch -> patch.diff().contains("@@ -0,0 ")));
    for (boolean adds : List.of(false, true)) {
      for (Patch patch : patches.getOrDefault(adds, List.of())) {
        TrueCluster.applyDiff(node, patch.diff());
      }
    }
  }

  private static List<Patch> patches(String node, Collection<String> wanted) throws IOException {
    return findings(node, wanted).values().stream()
        .filter(finding -> finding.status() == Status.Fail || finding.status() == Status.Manual)
        .flatMap(finding -> finding.patches().stream())
        .distinct()
        .toList();
  }

  /** What a node's files and processes show, as its node pod would read them. */
  static Map<Control, Finding> findings(String node, Collection<String> wanted) throws IOException {
    return new Engine(
            Catalogue.load().controls().stream().filter(c -> wanted.contains(c.name())).toList())
        .evaluate(
            new Collector(Duration.ofSeconds(30)).collectHost(TrueCluster.wholeRoot(node)),
            ReleaseHints.none());
  }

  /** The arguments that a control's words have, in a program's manifest. */
  static String arguments(String yaml, String program, Control control) {
    String changed = yaml;
    Matcher words = ARGUMENT.matcher(control.remediation());
    while (words.find()) {
      changed =
          words.group(1).equals("enable-admission-plugins")
              ? StaticPod.adding(changed, program, words.group(1), words.group(2))
              : StaticPod.with(
                  changed, program, Map.of(words.group(1), Optional.of(words.group(2))));
    }
    return changed;
  }

  /** The settings that a control's words have, in a kubelet's configuration. */
  static void settings(Path config, Control control) throws IOException {
    String block =
        control
            .remediation()
            .lines()
            .dropWhile(line -> !line.startsWith("    "))
            .takeWhile(line -> line.startsWith("    "))
            .collect(Collectors.joining("\n"));
    Map<String, Object> all = read(Files.readString(config));
    merge(all, read(block.stripIndent()));
    TrueCluster.edit(config, yaml -> write(all));
  }

  private static void merge(Map<String, Object> into, Map<String, Object> settings) {
    settings.forEach(
        (name, value) -> {
          if (into.get(name) instanceof Map<?, ?> inner && value instanceof Map<?, ?> values) {
            Map<String, Object> merged = strings(inner);
            merge(merged, strings(values));
            into.put(name, merged);
          } else {
            into.put(name, value);
          }
        });
  }

  static Map<String, Object> strings(Map<?, ?> map) {
    Map<String, Object> all = new LinkedHashMap<>();
    map.forEach((name, value) -> all.put(String.valueOf(name), value));
    return all;
  }

  static Map<String, Object> read(String yaml) throws IOException {
    return new YAMLMapper().readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  static String write(Map<String, Object> settings) {
    try {
      return new YAMLMapper()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .writeValueAsString(settings);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
