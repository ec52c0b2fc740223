package dev.plumbline.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.live.Configz;
import dev.plumbline.live.LiveComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a real kubelet answered with every row of {@code truth/settings/rows.yaml}. */
record KubeletTruth(List<Row> rows) {

  static final String VERSION = "v1.36.3";
  private static final String URL = "https://node:10250/configz";
  private static final ObjectMapper JSON = new ObjectMapper();

  KubeletTruth {
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param row what the kubelet was given
   * @param configz the body of its answer; empty where it exited or let nobody in
   * @param probes none where it exited
   */
  record Row(JsonNode row, Optional<String> configz, List<ProbeAnswers> probes) {
    String name() {
      return row.get("name").asText();
    }

    /** As the operator reads it. */
    Optional<LiveComponent> live() {
      return configz.map(
          body ->
              LiveComponent.ofKubelet(
                  URL,
                  Configz.read(URL, "application/json", body.getBytes(StandardCharsets.UTF_8))));
    }
  }

  /** Reads {@code truth/configz}. */
  static KubeletTruth read() throws IOException {
    JsonNode table =
        JSON.readTree(HostRoots.project().resolve("truth/configz/" + VERSION + ".json").toFile());
    List<Row> rows = new ArrayList<>();
    for (JsonNode recorded : table.get("rows")) {
      List<ProbeAnswers> probes = new ArrayList<>();
      for (JsonNode answers : recorded.get("probes")) {
        probes.add(JSON.treeToValue(answers, ProbeAnswers.class));
      }
      rows.add(new Row(recorded.get("row"), configz(table, recorded), probes));
    }
    return new KubeletTruth(rows);
  }

  private static Optional<String> configz(JsonNode table, JsonNode recorded)
      throws JsonProcessingException {
    if (!recorded.has("configz")) {
      return Optional.empty();
    }
    ObjectNode fields = table.get("configz").deepCopy();
    recorded
        .get("configz")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                fields.remove(field.getKey());
              } else {
                fields.set(field.getKey(), field.getValue());
              }
            });
    return Optional.of(
        JSON.writeValueAsString(JSON.createObjectNode().set("kubeletconfig", fields)));
  }

  Row named(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
