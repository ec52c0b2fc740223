package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.plumbline.evidence.ProbeAnswers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a real kubelet answered: {@code truth/configz}.
 *
 * @param version e.g. {@code v1.36.3}
 * @param configz the fields of the first row with a file that answered at {@code /configz}, without
 *     those that the recorder sets itself
 */
public record KubeletTable(
    String component, String version, Map<String, JsonNode> configz, List<Recorded> rows) {

  /** For a field that is left out. */
  private static final JsonNode NONE = NullNode.getInstance();

  public KubeletTable {
    rows = List.copyOf(rows);
  }

  /**
   * What it answered when it was started with a row's arguments and files.
   *
   * @param refused what it said when it exited; none when it served
   * @param configz the fields that differ from the table's own; null for one that is left out. None
   *     where nobody is let in
   * @param unread why Plumbline's own reader has no answer at {@code /configz}; none when it has
   * @param probes what was answered to Plumbline's own probes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Recorded(
      SettingsRow row,
      @Nullable String refused,
      @Nullable Map<String, JsonNode> configz,
      @Nullable String unread,
      List<ProbeAnswers> probes) {

    public Recorded {
      probes = List.copyOf(probes);
    }
  }

  /** What came of rows. */
  static KubeletTable of(String version, List<KubeletTrial.Tried> tried) {
    Map<String, JsonNode> first =
        tried.stream()
            .filter(one -> one.row().config() != null)
            .map(KubeletTrial.Tried::configz)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(Map.of());
    return new KubeletTable(
        "kubelet",
        version,
        new TreeMap<>(first),
        tried.stream()
            .map(
                one ->
                    new Recorded(
                        one.row(),
                        one.refused().orElse(null),
                        one.configz().map(fields -> differing(first, fields)).orElse(null),
                        one.unread().orElse(null),
                        one.probes()))
            .toList());
  }

  private static Map<String, JsonNode> differing(
      Map<String, JsonNode> first, Map<String, JsonNode> fields) {
    Map<String, JsonNode> differing = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(fields.keySet());
    for (String name : names) {
      JsonNode value = fields.getOrDefault(name, NONE);
      if (!value.equals(first.getOrDefault(name, NONE))) {
        differing.put(name, value);
      }
    }
    return differing;
  }
}
