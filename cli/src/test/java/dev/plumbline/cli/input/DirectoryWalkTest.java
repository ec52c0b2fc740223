package dev.plumbline.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.repository.FileOutcome.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWalkTest {

  @TempDir private Path temp;

  private DirectoryWalk walk(Path directory) throws IOException {
    DirectoryWalk walk =
        new DirectoryWalk(directory, file -> file.toString().endsWith(".yaml"), 100);
    Files.walkFileTree(directory, walk);
    return walk;
  }

  /** Tests run as root too, whom no permission stops. */
  @Test
  void whatCannotBeEnteredIsNamedAndTheWalkGoesOn() {
    DirectoryWalk walk = new DirectoryWalk(temp, file -> true, 100);
    Path closed = temp.resolve("closed");
    assertThat(walk.visitFileFailed(closed, new AccessDeniedException("closed")))
        .isEqualTo(FileVisitResult.CONTINUE);
    Path gone = temp.resolve("gone");
    assertThat(walk.visitFileFailed(gone, new NoSuchFileException("gone")))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThat(walk.unread())
        .containsEntry(closed, Cause.NO_PERMISSION)
        .containsEntry(gone, Cause.NOT_A_FILE);
  }

  @Test
  void linksThatLeadInCirclesAreNotFollowed() throws IOException {
    Path a = Files.createDirectories(temp.resolve("a/b"));
    Files.createSymbolicLink(a.resolve("up"), temp);
    Files.createSymbolicLink(a.resolve("self.yaml"), a.resolve("self.yaml"));
    Path file = Files.writeString(a.resolve("c.yaml"), "a: b");
    DirectoryWalk walk = walk(temp);
    assertThat(walk.found()).containsExactly(file, a.resolve("self.yaml"));
    assertThat(walk.unread()).isEmpty();
  }

  @Test
  void aLinkOutOfTheDirectoryIsNamed() throws IOException {
    Path inside = Files.createDirectories(temp.resolve("inside"));
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path link = Files.createSymbolicLink(inside.resolve("base"), outside);
    assertThat(walk(inside).unread()).containsExactly(java.util.Map.entry(link, Cause.LINK));
  }

  @Test
  void aLinkToWhatIsHiddenIsNamed() throws IOException {
    Path hidden = Files.createDirectories(temp.resolve(".cache/clusters"));
    Files.writeString(hidden.resolve("a.yaml"), "a: b");
    Path link = Files.createSymbolicLink(temp.resolve("clusters"), hidden);
    assertThat(walk(temp).unread()).containsExactly(java.util.Map.entry(link, Cause.LINK));
  }

  @Test
  void whatIsHiddenNeedNotBeReadable() {
    DirectoryWalk walk = new DirectoryWalk(temp, file -> true, 100);
    for (String name : new String[] {".git", "node_modules"}) {
      walk.visitFileFailed(temp.resolve(name), new AccessDeniedException(name));
    }
    assertThat(walk.unread()).isEmpty();
  }
}
