package dev.plumbline.cli.input;

import dev.plumbline.cli.input.RepositoryFiles.Input;
import dev.plumbline.cli.input.RepositoryFiles.Selected;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.repository.RepositoryFile;
import dev.plumbline.repository.RepositoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence in the files of a repository.
 *
 * @param evidence by the file's name
 * @param skipped sentences on files that were discovered and not evaluated
 * @param undetermined sentences on files that were asked for and could not be evaluated
 */
public record RepositoryEvidence(
    Map<String, Evidence> evidence, List<String> skipped, List<String> undetermined) {

  /** The most that is read of standard input; as of a file. */
  private static final int MAX_BYTES = 1024 * 1024;

  /**
   * Reads files, directories, patterns and standard input.
   *
   * @throws UsageException when an argument names nothing, or too much
   */
  public static RepositoryEvidence read(
      List<String> arguments, InputStream standardInput, RepositoryReader reader)
      throws UsageException {
    RepositoryEvidence read =
        new RepositoryEvidence(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    if (arguments.contains(RepositoryFiles.STDIN)) {
      read.take("stdin", reader.readText("stdin", text(standardInput)));
    }
    List<String> files =
        arguments.stream().filter(argument -> !argument.equals(RepositoryFiles.STDIN)).toList();
    read.takeFiles(RepositoryFiles.of(files), reader);
    if (read.evidence.isEmpty() && read.undetermined.isEmpty()) {
      read.undetermined.add(
          "No file that can be evaluated was found in " + String.join(", ", arguments) + ".");
    }
    return read;
  }

  private void takeFiles(List<Input> inputs, RepositoryReader reader) {
    int others = 0;
    for (Input input : inputs) {
      Evidence found = reader.readFile(input.path(), input.name());
      if (isEmpty(found) && input.selected() == Selected.DISCOVERED) {
        others++;
      } else if (isSkipped(input, found)) {
        Problem why = found.problems().get(0);
        skipped.add(
            "Skipped " + input.name() + ", line " + why.place().line() + " " + why.why() + ".");
      } else {
        take(input.name(), found);
      }
    }
    if (others > 0) {
      skipped.add("Skipped " + others + (others == 1 ? " file" : " files") + " of other kinds.");
    }
  }

  private void take(String name, Evidence found) {
    if (isEmpty(found)) {
      undetermined.add(
          name + " holds no document that check reads. It reads " + RepositoryFile.KNOWN + ".");
    } else {
      evidence.put(name, found);
    }
  }

  private static boolean isEmpty(Evidence found) {
    return found.components().isEmpty() && found.problems().isEmpty();
  }

  /** A file that was discovered and can't be parsed, when it mentions no control plane. */
  private static boolean isSkipped(Input input, Evidence found) {
    return input.selected() == Selected.DISCOVERED
        && found.components().isEmpty()
        && !found.problems().isEmpty()
        && !ControlPlaneKeywords.in(input.path());
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
