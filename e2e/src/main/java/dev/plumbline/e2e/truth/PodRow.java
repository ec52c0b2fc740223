package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.evidence.ProbeAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An argument list of a component that runs as a pod of its node.
 *
 * @param arguments {@code {address}} is the node's, and {@code {dir}} the row's folder
 */
public record PodRow(String component, String name, List<String> arguments) {

  /**
   * What a component answered to the probes about it.
   *
   * @param answers empty where it refused to start
   */
  public record Recorded(
      String component, String name, List<String> arguments, List<ProbeAnswers> answers) {}

  Recorded answered(List<ProbeAnswers> answers) {
    return new Recorded(component, name, arguments, answers);
  }

  /** Reads {@code truth/probes/pods/rows.yaml}. */
  public static List<PodRow> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<PodRow>>() {});
  }
}
