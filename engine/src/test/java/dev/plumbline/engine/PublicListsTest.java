package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.PublicLists.Comparison;
import dev.plumbline.engine.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The differences from public lists are those that are known. {@code cluster/numbers} runs it with
 * checkouts of the lists, which are not a part of the project.
 */
class PublicListsTest {

  private static final String DIRECTORIES = "plumbline.publicLists";

  @Test
  @EnabledIfSystemProperty(named = DIRECTORIES, matches = ".+")
  void differencesAreKnown() throws IOException {
    List<Path> directories =
        Arrays.stream(System.getProperty(DIRECTORIES, "").split(":", -1)).map(Path::of).toList();
    Comparison found = new PublicLists(Catalogue.load(), directories).compare();
    found.table().forEach(System.out::println);
    Path file =
        HostRoots.project().resolve("engine/src/test/resources/public-lists-differences.txt");
    List<String> known = Files.readAllLines(file);
    if (Boolean.getBoolean("plumbline.write")) {
      known.removeIf(line -> !line.startsWith("#"));
      known.addAll(found.differences());
      Files.write(file, known);
    }
    known.removeIf(line -> line.startsWith("#"));
    assertThat(found.differences()).containsExactlyElementsOf(known);
  }

  @Test
  void findsWhatDiffers(@TempDir Path lists) throws IOException {
    Path list = Files.createDirectories(lists.resolve("cis-2.0"));
    Files.writeString(
        list.resolve("node.yaml"),
        """
        groups:
          - id: 4.1
            checks:
              - {id: 4.1.7, text: "Ensure that the certificate authorities file permissions are set to 600 (Automated)"}
              - {id: 4.1.99, text: "Ensure that the node is blue (Manual)"}
        """);
    assertThat(new PublicLists(Catalogue.load(), List.of(lists)).compare().differences())
        .contains(
            "cis-2.0 lacks 4.1.99",
            "cis-2.0 alone has 4.1.1",
            "cis-2.0 4.1.7: mode 644, there 600",
            "cis-2.0 4.1.7: Manual, there Automated");
  }
}
