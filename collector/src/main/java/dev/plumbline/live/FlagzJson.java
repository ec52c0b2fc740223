package dev.plumbline.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.StrictJson;
import java.util.Map;
import java.util.Set;

/** The kind Flagz of {@code config.k8s.io}. */
final class FlagzJson {

  private static final Set<String> VERSIONS =
      Set.of("config.k8s.io/v1beta1", "config.k8s.io/v1alpha1");

  private static final ObjectMapper JSON = StrictJson.upTo(Flagz.MAX_BYTES).build();

  private FlagzJson() {}

  static Map<String, String> flags(Set<String> components, String text) throws InvalidAnswer {
    JsonNode answer;
    try {
      answer = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidAnswer("answered with JSON that could not be parsed");
    }
    if (!answer.path("kind").asText("").equals("Flagz")
        || !VERSIONS.contains(answer.path("apiVersion").asText(""))) {
      throw new InvalidAnswer("answered with another kind than Flagz of config.k8s.io");
    }
    if (!components.contains(answer.path("metadata").path("name").asText(""))) {
      throw new InvalidAnswer("answered with the flags of another component");
    }
    JsonNode flags = answer.path("flags");
    if (!flags.isObject()) {
      throw new InvalidAnswer("answered without any flag");
    }
    FlagNames names = new FlagNames();
    for (Map.Entry<String, JsonNode> flag : flags.properties()) {
      if (!flag.getValue().isTextual()) {
        throw new InvalidAnswer("answered with a value that is not a string");
      }
      names.add(flag.getKey(), flag.getValue().textValue());
    }
    return names.all();
  }
}
