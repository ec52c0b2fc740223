package dev.plumbline.cli.input;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.repository.FileOutcome;
import dev.plumbline.repository.FileOutcome.Content;
import dev.plumbline.repository.RepositoryFile;
import dev.plumbline.repository.RepositoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The evidence in the files of a repository.
 *
 * @param outcomes what became of each file
 * @param undetermined sentences on arguments in which nothing was found to evaluate
 */
public record RepositoryEvidence(List<FileOutcome> outcomes, List<String> undetermined) {

  /** What standard input is called in locations. */
  public static final String STDIN_NAME = "stdin";

  /** The most that is read of standard input; as of a file. */
  private static final int MAX_BYTES = 1024 * 1024;

  public RepositoryEvidence {
    outcomes = List.copyOf(outcomes);
    undetermined = List.copyOf(undetermined);
  }

  /**
   * Reads files, directories, patterns and standard input.
   *
   * @throws UsageException when an argument names nothing, or too much
   */
  public static RepositoryEvidence read(
      List<String> arguments, InputStream standardInput, RepositoryReader reader)
      throws UsageException {
    List<FileOutcome> outcomes = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    if (arguments.contains(RepositoryFiles.STDIN)) {
      outcomes.add(reader.readText(STDIN_NAME, text(standardInput)));
      named.add(STDIN_NAME);
    }
    RepositoryFiles.Found found =
        RepositoryFiles.of(
            arguments.stream()
                .filter(argument -> !argument.equals(RepositoryFiles.STDIN))
                .toList());
    outcomes.addAll(found.unread());
    outcomes.addAll(reader.readFiles(found.files(), found.names()));
    found.files().stream()
        .filter(file -> file.selected() == RepositoryReader.Selected.BY_NAME)
        .forEach(file -> named.add(file.name()));
    return new RepositoryEvidence(outcomes, undetermined(outcomes, named, arguments));
  }

  private static List<String> undetermined(
      List<FileOutcome> outcomes, Set<String> named, List<String> arguments) {
    List<String> sentences = new ArrayList<>();
    for (FileOutcome outcome : outcomes) {
      if (outcome instanceof FileOutcome.Unrelated && named.contains(outcome.file())) {
        sentences.add(
            outcome.file()
                + " holds no document that check reads. It reads "
                + RepositoryFile.KNOWN
                + ".");
      }
    }
    if (sentences.isEmpty()
        && outcomes.stream().allMatch(FileOutcome.Unrelated.class::isInstance)) {
      sentences.add(
          "No file that can be evaluated was found in " + String.join(", ", arguments) + ".");
    }
    return sentences;
  }

  /** The evidence by the name of its file. */
  public Map<String, Evidence> evidence() {
    Map<String, Evidence> evidence = new LinkedHashMap<>();
    for (FileOutcome outcome : outcomes) {
      if (outcome instanceof FileOutcome.Relevant relevant) {
        evidence.put(relevant.file(), relevant.evidence());
      }
    }
    return evidence;
  }

  /**
   * What keeps settings in the files from being known, as sentences by the name of the file. While
   * there is one, what the files configure was not evaluated whole, whatever controls were chosen.
   */
  public Map<String, List<String>> unknown() {
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    evidence()
        .forEach(
            (file, evidence) -> {
              List<String> sentences =
                  evidence.problems().stream().map(Problem::sentence).distinct().toList();
              if (!sentences.isEmpty()) {
                unknown.put(file, sentences);
              }
            });
    return unknown;
  }

  /** A sentence on the files that configure nothing; empty when each does. */
  public String unrelated() {
    List<Content> unrelated =
        outcomes.stream()
            .filter(FileOutcome.Unrelated.class::isInstance)
            .map(outcome -> ((FileOutcome.Unrelated) outcome).content())
            .filter(content -> content != Content.NOTHING)
            .toList();
    if (unrelated.isEmpty()) {
      return "";
    }
    long notParsed = unrelated.stream().filter(Content.NOT_PARSED::equals).count();
    return "Skipped "
        + (unrelated.size() == 1
            ? "1 file that configures"
            : unrelated.size() + " files that configure")
        + " no control plane and no kubelet"
        + (notParsed == 0 ? "" : ", of which " + notParsed + " can't be parsed")
        + ".";
  }

  private static String text(InputStream in) throws UsageException {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UsageException(
            "Standard input is larger than " + MAX_BYTES + " bytes. Give files or a directory.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException("Standard input can't be read: " + e.getMessage() + ".");
    }
  }
}
