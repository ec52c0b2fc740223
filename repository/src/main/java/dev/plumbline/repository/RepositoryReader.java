package dev.plumbline.repository;

import dev.plumbline.collector.Deadline;
import dev.plumbline.repository.FileOutcome.Cause;
import dev.plumbline.repository.FileOutcome.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    DISCOVERED,
    /** It is read with a file that configures a component, whatever it holds. */
    PART
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
   *
   * @param names what to call a file that lies beside others, by its absolute path
   */
  public List<FileOutcome> readFiles(List<Source> sources, Function<Path, String> names) {
    Map<Path, FileOutcome> outcomes = new LinkedHashMap<>();
    Map<Path, SourceFile.Parsed> parsed = new LinkedHashMap<>();
    sources.forEach(source -> load(source, outcomes, parsed));
    Set<Path> given = Set.copyOf(outcomes.keySet());
    for (Path path : List.copyOf(outcomes.keySet())) {
      loadBeside(path, names, outcomes, parsed);
    }
    for (FileGroups.Group group : FileGroups.of(parsed)) {
      outcomes.put(group.main(), read(group.source()));
      for (Path part : group.parts()) {
        String name = Objects.requireNonNull(parsed.get(part)).name();
        outcomes.put(part, new FileOutcome.PartOf(name, group.source().name()));
      }
    }
    return Incomplete.parts(outcomes, parsed).entrySet().stream()
        .filter(
            outcome ->
                given.contains(outcome.getKey())
                    || outcome.getValue() instanceof FileOutcome.Relevant)
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Loads what is read with a file. Where that configures a component, each part of it does,
   * whatever words it has.
   */
  private void loadBeside(
      Path path,
      Function<Path, String> names,
      Map<Path, FileOutcome> outcomes,
      Map<Path, SourceFile.Parsed> parsed) {
    Optional<SourceFile.Parsed> file = Optional.ofNullable(parsed.get(path));
    PathsBelow beside =
        file.map(known -> KubeadmPatchFiles.beside(path, known).and(Talhelper.beside(path, known)))
            .orElse(PathsBelow.none())
            .and(ConfigDropIns.beside(path));
    boolean configures =
        file.stream().flatMap(f -> f.documents().stream()).anyMatch(RepositoryFile::isKnown);
    Selected selected = configures ? Selected.PART : Selected.DISCOVERED;
    beside
        .paths()
        .forEach(other -> load(new Source(names.apply(other), other, selected), outcomes, parsed));
    beside
        .refused()
        .forEach(
            (directory, refused) ->
                outcomes.putIfAbsent(
                    directory,
                    Loaded.unreadable(names.apply(directory), 1, refused.cause(), refused.why())
                        .outcome()));
  }

  private void load(
      Source source, Map<Path, FileOutcome> outcomes, Map<Path, SourceFile.Parsed> parsed) {
    Path path = source.path().toAbsolutePath().normalize();
    if (parsed.containsKey(path)
        || outcomes.containsKey(path) && !mayBePart(source, path, outcomes)) {
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

  /** Whether a file that was passed over as one of a directory is a part of another file. */
  private static boolean mayBePart(Source source, Path path, Map<Path, FileOutcome> outcomes) {
    return source.selected() == Selected.PART
        && outcomes.get(path) instanceof FileOutcome.Unrelated;
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
