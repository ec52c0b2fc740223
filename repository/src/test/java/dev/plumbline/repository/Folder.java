package dev.plumbline.repository;

import dev.plumbline.repository.RepositoryReader.Selected;
import dev.plumbline.repository.RepositoryReader.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A folder of a repository, for tests. */
record Folder(Path directory) {

  Path write(String path, String... lines) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** Reads files as a walk through a folder finds them. */
  static List<FileOutcome> read(Path... files) {
    return new RepositoryReader(Duration.ofSeconds(20))
        .readFiles(
            Arrays.stream(files)
                .map(file -> new Source(file.toString(), file, Selected.DISCOVERED))
                .toList(),
            Path::toString);
  }
}
