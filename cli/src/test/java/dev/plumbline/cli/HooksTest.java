package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Component;
import dev.plumbline.repository.RepositoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hooks of pre-commit run when a file changes that a check looks at. */
class HooksTest {

  private static final Pattern FILES = Pattern.compile("(?m)^ +files: '(.*)'$");

  private static Stream<String> names() {
    Stream<String> byEnding =
        Stream.of(
                "yaml",
                "yml",
                "json",
                "j2",
                "jinja",
                "jinja2",
                "tpl",
                "tmpl",
                "gotmpl",
                "tftpl",
                "erb",
                "md",
                "sh",
                "go",
                "toml",
                "tf",
                "yaml.bak",
                "xyaml")
            .flatMap(ending -> Stream.of("a." + ending, "clusters/prod/a.yaml." + ending));
    Stream<String> byName =
        Component.NAMES.stream()
            .flatMap(name -> Stream.of(name, "args/" + name, name + ".txt", "x" + name));
    return Stream.concat(byEnding, byName);
  }

  @Test
  void hooksRunForEveryNameThatACheckLooksAt() throws IOException {
    Matcher found =
        FILES.matcher(Files.readString(Run.project().resolve(".pre-commit-hooks.yaml")));
    List<Pattern> hooks = found.results().map(m -> Pattern.compile(m.group(1))).toList();
    assertThat(hooks).hasSize(2);
    for (Pattern hook : hooks) {
      assertThat(names())
          .allSatisfy(
              path ->
                  assertThat(hook.matcher(path).find())
                      .as(path)
                      .isEqualTo(
                          RepositoryReader.mayBeRead(path.substring(path.lastIndexOf('/') + 1))));
    }
  }
}
