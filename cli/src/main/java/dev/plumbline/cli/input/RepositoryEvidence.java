package dev.plumbline.cli.input;

import dev.plumbline.cli.input.RepositoryFiles.Asked;
import dev.plumbline.cli.input.RepositoryFiles.Input;
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
 * What the files of a repository tell.
 *
 * @param evidence by the file's name
 * @param skipped sentences on files that were found and passed over
 * @param untold sentences on what was asked for and tells nothing
 */
public record RepositoryEvidence(
    Map<String, Evidence> evidence, List<String> skipped, List<String> untold) {

  /** As much as is read of standard input; as of a file. */
  private static final int MAX_BYTES = 1024 * 1024;

  /**
   * Reads files, folders, patterns and standard input.
   *
   * @throws BadInput when an argument names nothing, or too much
   */
  public static RepositoryEvidence read(
      List<String> arguments, InputStream standardInput, RepositoryReader reader) throws BadInput {
    RepositoryEvidence read =
        new RepositoryEvidence(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    if (arguments.contains(RepositoryFiles.STDIN)) {
      Evidence found = reader.readText("stdin", text(standardInput));
      read.take("stdin", found);
    }
    int others = 0;
    List<String> files =
        arguments.stream().filter(argument -> !argument.equals(RepositoryFiles.STDIN)).toList();
    for (Input input : RepositoryFiles.of(files)) {
      Evidence found = reader.readFile(input.path(), input.name());
      if (tellsNothing(found) && input.asked() == Asked.FOUND) {
        others++;
      } else if (isPassedOver(input, found)) {
        Problem why = found.problems().get(0);
        read.skipped.add(
            "skipped " + input.name() + ", line " + why.place().line() + " " + why.why());
      } else {
        read.take(input.name(), found);
      }
    }
    if (others > 0) {
      read.skipped.add(
          "skipped " + others + (others == 1 ? " file" : " files") + " of other kinds");
    }
    if (read.evidence.isEmpty() && read.untold.isEmpty()) {
      read.untold.add("nothing to judge was found in " + String.join(", ", arguments));
    }
    return read;
  }

  private void take(String name, Evidence found) {
    if (tellsNothing(found)) {
      untold.add(name + " holds nothing that check reads: it reads " + RepositoryFile.KNOWN);
    } else {
      evidence.put(name, found);
    }
  }

  private static boolean tellsNothing(Evidence found) {
    return found.components().isEmpty() && found.problems().isEmpty();
  }

  /**
   * A file that was found and could not be read, when it does not mention a control plane. A
   * problem with a component comes from a document whose format was recognised: it is never
   * skipped.
   */
  private static boolean isPassedOver(Input input, Evidence found) {
    return input.asked() == Asked.FOUND
        && found.components().isEmpty()
        && !found.problems().isEmpty()
        && found.problems().stream().allMatch(problem -> problem.component().isEmpty())
        && !Mentions.in(input.path());
  }

  private static String text(InputStream in) throws BadInput {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new BadInput(
            "standard input is larger than " + MAX_BYTES + " bytes; give files or a folder");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInput("standard input can't be read: " + e.getMessage());
    }
  }
}
