package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CheckCommandTest {

  @TempDir private Path temp;

  @Test
  void exits0WhenAllThatAppliesPasses() {
    String host = Run.sample("control-plane-1");
    assertThat(Run.of("check", "--host-root", host, "--control", "1.2.6").exit()).isZero();
  }

  @Test
  void exits1WhenAControlFails() {
    Run run = Run.of("check", "--host-root", Run.sample("control-plane-2"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("1.2.6").contains("-    - --authorization-mode=AlwaysAllow");
  }

  @Test
  void exits2AndSaysWhyWhenSomethingCantBeTold() throws IOException {
    Path file = Files.writeString(temp.resolve("kube-apiserver.yaml"), "a: [");
    Run run = Run.of("check", file.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains(file.toString())
        .containsOnlyOnce("not valid YAML")
        .doesNotContain("\tat ");
  }

  @Test
  void exits2OnBadUsage() {
    assertThat(Run.of("check", "--host-root", "/no/such/folder").exit()).isEqualTo(2);
    assertThat(Run.of("check", "--benchmark", "cis-99").err()).contains("nearest name is cis-1.9");
    assertThat(Run.of("check", "--control", "9.9.9").err()).contains("has no control \"9.9.9\"");
    assertThat(Run.of("check", "--host-root", "/", "file").exit()).isEqualTo(2);
    assertThat(Run.of("check", "/no/such/file").err()).contains("/no/such/file");
    assertThat(Run.of("check", "-o", "xml").exit()).isEqualTo(2);
  }

  @Test
  void levelSectionAndSeveritySelectControls() throws IOException {
    String host = Run.sample("control-plane-2");
    JsonNode controls =
        new ObjectMapper()
            .readTree(
                Run.of(
                        "check",
                        "--host-root",
                        host,
                        "--level",
                        "2",
                        "--section",
                        "1.2",
                        "-o",
                        "json")
                    .out())
            .at("/status/controls");
    assertThat(controls.findValuesAsText("id")).contains("1.2.12", "1.2.13", "1.2.14");
    assertThat(controls.findValuesAsText("level")).containsOnly("2");
    assertThat(controls.findValuesAsText("assessment")).isNotEmpty();
    assertThat(Run.of("check", "--host-root", host, "--section", "9").err())
        .contains("--section: The benchmark cis-2.0 has no section \"9\"");
    assertThat(Run.of("check", "--host-root", host, "--level", "3").err()).contains("--level: ");
    assertThat(Run.of("check", "--host-root", host, "--level", "2", "--section", "1.1").err())
        .contains("--control, --level, --section, --severity: No control");
    assertThat(Run.of("check", "--host-root", host, "--severity", "awful").exit()).isEqualTo(2);
  }

  @Test
  void jsonAndYamlAreTheSameReport() throws IOException {
    String host = Run.sample("control-plane-2");
    JsonNode json =
        new ObjectMapper()
            .readTree(
                Run.of("check", "--host-root", host, "--control", "1.2.6", "-o", "json").out());
    JsonNode yaml =
        new YAMLMapper()
            .readTree(
                Run.of("check", "--host-root", host, "--control", "1.2.6", "-o", "yaml").out());
    assertThat(json.get("kind").asText()).isEqualTo("ComplianceReport");
    assertThat(json.at("/status/controls/0/name").asText())
        .isEqualTo("apiserver-authorization-mode-not-always-allow");
    assertThat(json.at("/status/controls/0/id").asText()).isEqualTo("1.2.6");
    assertThat(json.at("/status/controls/0/status").asText()).isEqualTo("Fail");
    assertThat(json.at("/status/controls/0/findings/0/status").asText()).isEqualTo("Fail");
    assertThat(yaml.at("/status/controls")).isEqualTo(json.at("/status/controls"));
  }

  @Test
  void numbersMeanWhatTheBenchmarkSays() throws IOException {
    assertThat(only("1.2.7", "cis-1.6")).isEqualTo("apiserver-authorization-mode-not-always-allow");
    assertThat(only("1.2.7", "cis-1.12")).isEqualTo("apiserver-authorization-mode-includes-node");
  }

  private static String only(String number, String benchmark) throws IOException {
    Run run =
        Run.of(
            "check",
            "--host-root",
            Run.sample("control-plane-1"),
            "-o",
            "json",
            "--control",
            number,
            "--benchmark",
            benchmark);
    JsonNode controls = new ObjectMapper().readTree(run.out()).at("/status/controls");
    assertThat(controls).hasSize(1);
    return controls.get(0).get("name").asText();
  }

  @Test
  void explainShowsEverything() {
    Run run = Run.of("explain", "1.2.7", "--benchmark", "cis-1.6");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains(
            "Description",
            "Rationale",
            "Audit",
            "Remediation",
            "Impact",
            "Default value",
            "References")
        .contains("v8  3.3", "v7  9.2")
        .containsPattern("cis-2\\.0 +1\\.2\\.6 +1 +Automated");
    assertThat(Run.of("explain", "nothing").exit()).isEqualTo(2);
  }

  @Test
  void helpOfEveryCommandIsThere() {
    for (String command :
        new String[] {
          "operator", "check", "explain", "scan", "report", "diff", "rescan", "verify"
        }) {
      assertThat(Run.of(command, "--help").out()).contains("Usage: plumbline " + command);
    }
  }

  @Test
  void aHostRootWithoutANodeIsWrongUsage() {
    Run run = Run.of("check", "--host-root", temp.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(temp + " holds nothing of a node").hasLineCount(1);
    // An empty directory of static pods is no node either.
    assertThat(Run.of("check", "--host-root", Run.sample("worker-1")).exit()).isEqualTo(2);
  }

  @Test
  void wrongOptionsAreOneLineWithTheNearestThatThereIs() {
    assertThat(Run.of("check", "--hostroot", "/").err())
        .hasLineCount(1)
        .contains("--hostroot", "The nearest is --host-root.", "See 'plumbline check --help'.");
    assertThat(Run.of("check", "--fail-on", "critcal").err())
        .hasLineCount(1)
        .contains("low", "The nearest is critical.");
    assertThat(Run.of("check", "-o", "htm").err())
        .hasLineCount(1)
        .contains("There is no format \"htm\". The nearest is html.");
    assertThat(Run.of("check", "-o", "qqqqq").err()).hasLineCount(1).doesNotContain("nearest");
    assertThat(Run.of("check", "--max-failures", "-1").err()).hasLineCount(1).contains("negative");
    assertThat(Run.of("check", "--control", "9.9.9").err()).hasLineCount(1);
    assertThat(Run.of("explain", "nothing").err()).hasLineCount(1);
    assertThat(Run.of("explain").err()).hasLineCount(1).contains("NAME_OR_NUMBER");
    assertThat(Run.of("chekc").err()).hasLineCount(1).contains("The nearest is check.");
  }

  @Test
  void namesOfFilesCannotSteerTheTerminal() {
    assertThat(Run.of("check", "no\u001b[2Jfile").err())
        .contains("no\uFFFD[2Jfile")
        .doesNotContain("\u001b");
  }

  @Command(name = "overflow")
  static final class Overflow implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new StackOverflowError();
    }
  }

  @Test
  void anErrorOfTheJvmIsNotAFailingControl() {
    StringWriter err = new StringWriter();
    CommandLine command =
        Plumbline.commandLine().addSubcommand(new Overflow()).setErr(new PrintWriter(err));
    assertThat(command.execute("overflow")).isEqualTo(2);
    assertThat(err.toString()).contains("StackOverflowError").hasLineCount(1);
  }
}
