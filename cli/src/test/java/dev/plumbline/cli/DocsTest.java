package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The docs lead somewhere; what their commands do is tried by {@code cluster/docs}. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        if (!Files.exists(page.resolveSibling(links.group(1)))) {
          broken.add(Run.project().relativize(page) + " -> " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsReachedFromTheFirst() throws IOException {
    String first = Files.readString(Run.project().resolve("docs/README.md"));
    try (Stream<Path> pages = Files.list(Run.project().resolve("docs/how-to"))) {
      assertThat(pages.map(page -> "how-to/" + page.getFileName()))
          .allSatisfy(page -> assertThat(first).contains(page));
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Run.project().resolve("README.md")));
    try (Stream<Path> docs = Files.walk(Run.project().resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    pages.add(Run.project().resolve("CONTRIBUTING.md"));
    pages.add(Run.project().resolve("examples/gitops/README.md"));
    return pages;
  }
}
