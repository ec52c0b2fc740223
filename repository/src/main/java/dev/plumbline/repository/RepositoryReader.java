package dev.plumbline.repository;

import dev.plumbline.collector.Deadline;
import dev.plumbline.repository.FileOutcome.Cause;
import dev.plumbline.repository.FileOutcome.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads files of a repository into Evidence. Files that they name lie on a node. */
public final class RepositoryReader {

  private final Deadline deadline;

  /**
   * @param deadline how long one file may take
   */
  public RepositoryReader(Duration deadline) {
    this.deadline = new Deadline(deadline);
  }

  /**
   * A file to read.
   *
   * @param name what to call it in locations
   * @param selected whether it was named itself, or discovered in a directory
   */
  public record Source(String name, Path path, Selected selected) {}

  /** How a file was selected. */
  public enum Selected {
    BY_NAME,
    DISCOVERED
  }

  /** Whether a file of this name is looked at in a directory: it may hold documents. */
  public static boolean mayBeRead(String name) {
    return name.endsWith(".yaml")
        || name.endsWith(".yml")
        || name.endsWith(".json")
        || TemplateSign.isTemplateName(name)
        || ArgumentFile.isName(name);
  }

  /** The outcome of a directory, or a file, that can't be entered. */
  public static FileOutcome unreadable(String name, Cause cause) {
    String why =
        switch (cause) {
          case NO_PERMISSION -> FileText.denied().why();
          case LINK ->
              "is a link to a directory that is not looked through; name that directory as well";
          default -> "could not be read";
        };
    return Loaded.unreadable(name, 1, cause, why).outcome();
  }

  /**
   * What became of each of these files, in their order, and of what lies beside them and is read
   * with them.
   */
  public List<FileOutcome> readFiles(List<Source> sources) {
    Map<Path, FileOutcome> outcomes = new LinkedHashMap<>();
    Map<Path, SourceFile.Parsed> parsed = new LinkedHashMap<>();
    sources.forEach(source -> load(source, outcomes, parsed));
    for (Path path : List.copyOf(outcomes.keySet())) {
      beside(path, Optional.ofNullable(parsed.get(path)))
          .forEach(
              other ->
                  load(new Source(other.toString(), other, Selected.DISCOVERED), outcomes, parsed));
    }
    for (FileGroups.Group group : FileGroups.of(parsed)) {
      outcomes.put(Path.of(group.main().name()), read(group.source()));
      for (SourceFile.Parsed part : group.parts()) {
        outcomes.put(
            Path.of(part.name()), new FileOutcome.PartOf(part.name(), group.main().name()));
      }
    }
    Map<Path, FileOutcome> all = Incomplete.dropIns(outcomes);
    Set<Path> given =
        sources.stream().map(source -> Path.of(source.name())).collect(Collectors.toSet());
    return all.entrySet().stream()
        .filter(
            outcome ->
                given.contains(outcome.getKey())
                    || outcome.getValue() instanceof FileOutcome.Relevant)
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<Path> beside(Path path, Optional<SourceFile.Parsed> file) {
    List<Path> all = new ArrayList<>(ConfigDropIns.beside(path));
    file.ifPresent(parsed -> all.addAll(KubeadmPatchFiles.beside(path, parsed)));
    return all;
  }

  private void load(
      Source source, Map<Path, FileOutcome> outcomes, Map<Path, SourceFile.Parsed> parsed) {
    Path path = Path.of(source.name());
    if (outcomes.containsKey(path)) {
      return;
    }
    Loaded loaded =
        deadline.within(
            () -> Loaded.of(source),
            why -> Loaded.unreadable(source.name(), 1, Cause.NOT_A_FILE, why));
    if (loaded instanceof Loaded.Documents documents) {
      parsed.put(path, documents.file());
      // Keeps the order of the files; what becomes of it follows.
      outcomes.put(path, new FileOutcome.Unrelated(source.name(), Content.OTHER_KINDS));
    } else {
      outcomes.put(path, ((Loaded.Done) loaded).outcome());
    }
  }

  /** What became of what was piped in. */
  public FileOutcome readText(String name, String text) {
    Loaded loaded =
        deadline.within(
            () -> Loaded.ofText(name, text, Selected.BY_NAME),
            why -> Loaded.unreadable(name, 1, Cause.NOT_A_FILE, why));
    return loaded instanceof Loaded.Documents documents
        ? read(SourceFile.of(documents.file()))
        : ((Loaded.Done) loaded).outcome();
  }

  private FileOutcome read(SourceFile file) {
    return deadline.within(
        () -> RepositoryFile.read(file),
        why -> Loaded.unreadable(file.name(), 1, Cause.TOO_LARGE, why).outcome());
  }
}
