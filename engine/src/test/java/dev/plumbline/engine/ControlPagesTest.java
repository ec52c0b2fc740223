package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ControlPagesTest {

  private static final Path DOCS = HostRoots.project().resolve("docs");

  /**
   * {@code ./mvnw -pl engine -am test -Dtest=ControlPagesTest -Dplumbline.write=true} writes them
   * anew.
   */
  @Test
  void committedPagesAreWhatTheCatalogueSays() throws IOException {
    Map<String, String> pages = new ControlPages(Catalogue.load()).pages();
    if (Boolean.getBoolean("plumbline.write")) {
      for (var page : pages.entrySet()) {
        Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
      }
    }
    for (var page : pages.entrySet()) {
      assertThat(DOCS.resolve(page.getKey())).hasContent(page.getValue());
    }
    try (Stream<Path> files = Files.list(DOCS.resolve("controls"))) {
      assertThat(files.map(f -> "controls/" + f.getFileName()).collect(Collectors.toSet()))
          .isSubsetOf(pages.keySet());
    }
  }
}
