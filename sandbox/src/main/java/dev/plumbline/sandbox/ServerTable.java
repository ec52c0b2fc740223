package dev.plumbline.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code meta.k8s.io/v1} Table of our resources, which is what {@code kubectl get} prints. */
final class ServerTable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<Class<? extends CustomResource<?, ?>>> TYPES =
      List.of(
          ComplianceScan.class,
          ComplianceReport.class,
          ComplianceBenchmark.class,
          ComplianceWaiver.class,
          ComplianceAttestation.class);

  private ServerTable() {}

  /**
   * Makes a Table.
   *
   * @param body one object, or a list of them
   * @return empty for other resources than ours
   */
  static Optional<String> of(String path, String body) {
    return TYPES.stream()
        .filter(type -> path.contains("/" + HasMetadata.getPlural(type)))
        .findFirst()
        .map(type -> json(new PrinterTable(type), body));
  }

  private static String json(PrinterTable table, String body) {
    try {
      JsonNode root = JSON.readTree(body);
      List<Object> rows = new ArrayList<>();
      Iterable<JsonNode> objects = root.has("items") ? root.get("items") : List.of(root);
      for (JsonNode object : objects) {
        rows.add(Map.of("cells", table.row(object.toString(), Instant.now()), "object", object));
      }
      List<Object> definitions = new ArrayList<>();
      for (String name : table.heading()) {
        definitions.add(
            Map.of(
                "name",
                name,
                "type",
                "string",
                "format",
                name.equals("Name") ? "name" : "",
                "description",
                "",
                "priority",
                0));
      }
      return JSON.writeValueAsString(
          Map.of(
              "kind",
              "Table",
              "apiVersion",
              "meta.k8s.io/v1",
              "metadata",
              Map.of("resourceVersion", "0"),
              "columnDefinitions",
              definitions,
              "rows",
              rows));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the embedded API server answered something that is no JSON", e);
    }
  }
}
