package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.cli.Plumbline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * docs/reference is what the CRDs and the command say. {@code ./mvnw -pl sandbox -am test
 * -Dtest=ReferencePagesTest -Dplumbline.write=true} writes it again.
 */
class ReferencePagesTest {

  private static final Path FOLDER = Run.project().resolve("docs/reference");

  @Test
  void theCommandsPageIsWhatTheCommandSays() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# The command line\n\nGenerated from the command's own help. ");
    page.append("`kubectl plumbline` is the same command as a plugin.\n");
    CommandLine root = Plumbline.commandLine();
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      CommandLine line = command.getValue();
      boolean main = line.getCommandName().equals(command.getKey());
      if (!line.getCommandSpec().usageMessage().hidden() && main) {
        line.getCommandSpec().usageMessage().width(100).autoWidth(false);
        page.append("\n## plumbline ").append(command.getKey()).append("\n\n```text\n");
        String usage = line.getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", "");
        page.append(usage.stripTrailing()).append("\n```\n");
      }
    }
    isCommitted("command-line.md", page.toString());
  }

  @Test
  void theResourcesPageIsWhatTheCrdsSay() throws IOException {
    StringBuilder page = new StringBuilder("# The resources\n\nGenerated from `crds/`. ");
    page.append("Group `plumbline.dev`, version `v1alpha1`, all cluster-scoped.\n");
    try (Stream<Path> files = Files.list(Run.project().resolve("crds"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode crd = new YAMLMapper().readTree(Files.readString(file));
        JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties");
        page.append("\n## ").append(crd.at("/spec/names/kind").asText()).append("\n");
        for (String part : List.of("spec", "status")) {
          if (!schema.path(part).path("properties").isMissingNode()) {
            page.append("\n### ").append(part).append("\n\n| field | type | what |\n");
            page.append("| --- | --- | --- |\n");
            fields(part, schema.get(part), page);
            rules(schema.get(part), page);
          }
        }
      }
    }
    isCommitted("resources.md", page.toString());
  }

  private static void fields(String path, JsonNode schema, StringBuilder page) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      String name = path + "." + field.getKey();
      JsonNode node = field.getValue();
      boolean required =
          StreamSupport.stream(schema.path("required").spliterator(), false)
              .anyMatch(r -> r.asText().equals(field.getKey()));
      page.append("| `").append(name.substring(name.indexOf('.') + 1)).append("` | ");
      page.append(type(node)).append(required ? ", required" : "").append(" | ");
      page.append(words(node)).append(" |\n");
      if (node.path("type").asText().equals("array")) {
        fields(name + "[]", node.path("items"), page);
      } else {
        fields(name, node, page);
      }
    }
  }

  private static String type(JsonNode node) {
    String type = node.path("type").asText();
    return type.equals("array") ? "list of " + type(node.path("items")) : type;
  }

  private static String words(JsonNode node) {
    StringBuilder words = new StringBuilder(node.path("description").asText(""));
    if (node.has("enum")) {
      words.append(" One of ");
      words.append(
          String.join(
              ", ",
              StreamSupport.stream(node.get("enum").spliterator(), false)
                  .map(value -> "`" + value.asText() + "`")
                  .toList()));
      words.append('.');
    }
    if (node.has("default")) {
      words.append(" Default: `").append(node.get("default")).append("`.");
    }
    return words.toString().strip().replace("|", "\\|");
  }

  private static void rules(JsonNode schema, StringBuilder page) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      page.append("\n- ").append(rule.path("message").asText()).append("\n");
    }
  }

  private static void isCommitted(String name, String text) throws IOException {
    if (Boolean.getBoolean("plumbline.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name), text);
    }
    assertThat(FOLDER.resolve(name)).hasContent(text);
  }
}
