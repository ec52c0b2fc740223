package dev.plumbline.collector.reference;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Variable;
import java.util.List;
import java.util.Map;

/** Evidence of the files that a component's arguments and variables may name. */
public interface ReferencedFiles {

  /** Reads one component's files. */
  Result read(String component, List<Argument> arguments, List<Variable> environment);

  /**
   * What was found.
   *
   * @param files one entry for each path that may name a file, and role that it may have
   * @param attributes who may read and write the files that are there, by the path that names each
   */
  record Result(List<ReferencedFile> files, Map<String, HostFile> attributes) {
    public Result {
      files = List.copyOf(files);
      attributes = Map.copyOf(attributes);
    }
  }
}
