package dev.plumbline.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is called the same however it was named, or baselines would match nothing. */
class FileNamesTest {

  @TempDir private Path temp;

  private Path repository = Path.of("repository");
  private Path other = Path.of("other");

  @BeforeEach
  void makeRepositories() throws IOException {
    repository = Files.createDirectories(temp.resolve("repository"));
    other = Files.createDirectories(temp.resolve("other"));
    Files.createDirectories(repository.resolve("k3s/servers"));
    for (Path root : List.of(repository, other)) {
      Files.createDirectories(root.resolve(".git"));
      Files.writeString(root.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    }
  }

  private static List<String> names(Path workingDirectory, Path... files) {
    FileNames names = FileNames.of(workingDirectory, Arrays.asList(files));
    return Arrays.stream(files).map(names::of).toList();
  }

  @Test
  void theRootOfTheRepositoryCountsFromEverywhere() {
    Path file = repository.resolve("k3s/servers/config.yaml");
    for (Path directory :
        List.of(
            repository,
            repository.resolve("k3s"),
            repository.resolve("k3s/servers"),
            temp,
            other)) {
      assertThat(names(directory, file))
          .as("%s", directory)
          .containsExactly("k3s/servers/config.yaml");
    }
    assertThat(names(temp, repository.resolve("k3s/../k3s/a.yaml"))).containsExactly("k3s/a.yaml");
  }

  @Test
  void aWorktreeHasAFileInPlaceOfTheDirectory() throws IOException {
    Path worktree = Files.createDirectories(temp.resolve("worktree/a"));
    Files.writeString(temp.resolve("worktree/.git"), "gitdir: /x\n");
    assertThat(names(temp, worktree.resolve("b.yaml"))).containsExactly("a/b.yaml");
  }

  @Test
  void aDirectoryOfThatNameAloneIsNoRepository() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    Files.createDirectories(folder.resolve(".git"));
    assertThat(names(temp, folder.resolve("b.yaml"))).containsExactly("folder/b.yaml");
  }

  @Test
  void withoutARepositoryTheWorkingDirectoryCounts() {
    assertThat(names(temp, temp.resolve("a/b.yaml"))).containsExactly("a/b.yaml");
    Path elsewhere = temp.resolve("b.yaml");
    assertThat(names(temp.resolve("a"), elsewhere)).containsExactly(elsewhere.toString());
  }

  /** Both have a file of this name. */
  @Test
  void filesOfTwoRepositoriesHaveTwoNames() {
    Path one = repository.resolve("a.yaml");
    Path two = other.resolve("a.yaml");
    assertThat(names(repository, one, two)).containsExactly("a.yaml", two.toString());
    assertThat(names(temp, one, two)).containsExactly("repository/a.yaml", "other/a.yaml");
    assertThat(names(other.resolve("x"), one)).containsExactly("a.yaml");
  }
}
