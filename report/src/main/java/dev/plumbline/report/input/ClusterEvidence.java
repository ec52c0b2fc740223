package dev.plumbline.report.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What controls read of the cluster's objects, as JSON: the facts that the operator evaluates, and
 * neither an object as a whole nor anything of a Secret.
 *
 * @param digest SHA-256 of the text in lower-case hex
 * @param json one content has one text: keys are sorted
 */
public record ClusterEvidence(String digest, String json) {

  static final String KIND = "ClusterEvidence";

  /** Raised when a reader of the previous version would misread it. */
  static final int VERSION = 1;

  /** Some hundred thousand pods, in bytes. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** CEL's integers have 64 bits, wherever they come from. */
  private static final ObjectMapper STRICT =
      StrictJson.upTo(MAX_BYTES)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /**
   * The document.
   *
   * @param objects by kind, as {@link ListedObjects} writes them
   * @param unknown why a kind could not be listed
   */
  private record Document(
      String kind,
      int version,
      ControlPlane controlPlane,
      Map<String, List<Object>> objects,
      Map<String, String> unknown) {}

  /** What was read of a cluster; empty when it is larger than {@link #MAX_BYTES}. */
  public static Optional<ClusterEvidence> of(ClusterReading cluster) {
    Map<String, List<Object>> objects = new TreeMap<>();
    Map<String, String> unknown = new TreeMap<>();
    cluster
        .objects()
        .listed()
        .forEach(
            (input, fact) -> {
              if (fact instanceof Fact.Explicit explicit
                  && explicit.value() instanceof Collection<?> all) {
                objects.put(input.name(), ListedObjects.written(all));
              } else if (fact instanceof Fact.Unknown why) {
                unknown.put(input.name(), why.why());
              }
            });
    BoundedBytes bytes = new BoundedBytes(MAX_BYTES);
    try {
      JSON.writeValue(bytes, new Document(KIND, VERSION, cluster.controlPlane(), objects, unknown));
    } catch (BoundedBytes.Full e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("the objects of a cluster can't be written", e);
    }
    String json = bytes.toString(StandardCharsets.UTF_8);
    return Optional.of(new ClusterEvidence(EvidenceJson.sha256(bytes.toByteArray()), json));
  }

  /**
   * Reads it back, as it was evaluated.
   *
   * @throws IllegalArgumentException when it is none of this version, with a phrase that continues
   *     "it"
   */
  public static ClusterReading read(String json) {
    try {
      JsonNode tree = STRICT.readTree(json);
      if (!KIND.equals(tree.path("kind").asText()) || tree.path("version").asInt() != VERSION) {
        throw new IllegalArgumentException(
            "has evidence of a cluster that this version of Plumbline can't read: it reads the"
                + " version "
                + VERSION
                + ". Use the Plumbline that exported it, or export again");
      }
      Document document = STRICT.treeToValue(tree, Document.class);
      Map<String, Object> objects = new TreeMap<>();
      document.objects().forEach((kind, all) -> objects.put(kind, ListedObjects.read(kind, all)));
      if (document.unknown().containsValue(null)) {
        throw new IllegalArgumentException("has no reason why objects of a cluster are unknown");
      }
      return new ClusterReading(
          Facts.ofCluster(objects, document.unknown()), document.controlPlane());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "has evidence of a cluster that is no such JSON, at line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
  }

  /** That nothing is known of the cluster's objects. */
  public static ClusterReading unknown(String why) {
    return new ClusterReading(
        new Facts.Builder().rest(InputRef.CLUSTER, objects -> Fact.unknown(why)).build(),
        new ControlPlane.Uncounted(why));
  }
}
