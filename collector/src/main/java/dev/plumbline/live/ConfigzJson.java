package dev.plumbline.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a kubelet's answer that are evidence. */
final class ConfigzJson {

  /** The name that a kubelet registers its configuration by. */
  private static final String FIELD = "kubeletconfig";

  private static final String KIND = "KubeletConfiguration";
  private static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";

  /** What holds settings; anything else in its place would look like settings left out. */
  private static final Set<String> OBJECTS =
      Set.of(
          "authentication",
          "authentication.anonymous",
          "authentication.webhook",
          "authentication.x509",
          "authorization",
          "featureGates");

  /** A kubelet has some 200 feature gates and 40 cipher suites. */
  private static final int MAX_SETTINGS = 1000;

  private static final int LONGEST_VALUE = 4096;

  private static final ConfigSchema SCHEMA = ConfigSchema.KUBELET;

  private static final ObjectMapper JSON = StrictJson.upTo(Configz.MAX_BYTES).build();

  private final SourceLocation place;
  private final List<Setting> settings = new ArrayList<>();

  private ConfigzJson(String url) {
    this.place = SourceLocation.line(url, 1);
  }

  static ReferencedFile.Document configuration(String url, String text) throws InvalidAnswer {
    JsonNode configuration = parsed(text).path(FIELD);
    if (!configuration.isObject()) {
      throw new InvalidAnswer("answered without the configuration of a kubelet");
    }
    String kind = optional(configuration, "kind", KIND);
    String apiVersion = optional(configuration, "apiVersion", API_VERSION);
    ConfigzJson answer = new ConfigzJson(url);
    answer.collect("", configuration);
    if (answer.settings.isEmpty()) {
      throw new InvalidAnswer("answered without any setting of a kubelet");
    }
    return new ReferencedFile.Document(url, url, apiVersion, kind, answer.settings, Excerpt.none());
  }

  private static JsonNode parsed(String text) throws InvalidAnswer {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidAnswer("answered with JSON that could not be parsed");
    }
  }

  /** Empty where it is not there, as in releases that answer without kind and version. */
  private static String optional(JsonNode configuration, String field, String only)
      throws InvalidAnswer {
    JsonNode value = configuration.path(field);
    if (!value.isMissingNode() && !only.equals(value.textValue())) {
      throw new InvalidAnswer("answered with another configuration than " + API_VERSION);
    }
    return value.isMissingNode() ? "" : only;
  }

  private void collect(String path, JsonNode node) throws InvalidAnswer {
    if (node.isNull()) {
      return;
    }
    boolean list = !SCHEMA.takesValue(path) && SCHEMA.takesValue(path + ".0");
    boolean object = path.isEmpty() || OBJECTS.contains(path);
    if (object ? !node.isObject() : list ? !node.isArray() : isContainerOfNoField(path, node)) {
      throw new InvalidAnswer("answered with a field of another type than a kubelet has");
    }
    if (SCHEMA.takesValue(path)) {
      add(path, node);
    } else if (object) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        // A dot in a name would make it another setting's path, a number an item of a list.
        if (field.getKey().matches("[A-Za-z][A-Za-z0-9_-]{0,99}")) {
          collect(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
        }
      }
    } else if (list) {
      items(path, node);
    }
  }

  private static boolean isContainerOfNoField(String path, JsonNode node) {
    return SCHEMA.takesValue(path) && node.isContainerNode();
  }

  private void items(String path, JsonNode node) throws InvalidAnswer {
    for (int i = 0; i < node.size(); i++) {
      if (!node.get(i).isTextual()) {
        throw new InvalidAnswer("answered with a field of another type than a kubelet has");
      }
      add(path + "." + i, node.get(i));
    }
    if (node.isEmpty()) {
      settings.add(new Setting(path, "", Setting.Kind.LIST, place));
    }
  }

  private void add(String path, JsonNode value) throws InvalidAnswer {
    String text = value.asText();
    if (text.length() > LONGEST_VALUE || settings.size() >= MAX_SETTINGS) {
      throw new InvalidAnswer("answered with more than a kubelet's configuration can have");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidAnswer("answered with characters that no setting has");
    }
    settings.add(new Setting(path, text, kind(value), place));
  }

  private static Setting.Kind kind(JsonNode value) {
    return value.isBoolean()
        ? Setting.Kind.BOOLEAN
        : value.isNumber() ? Setting.Kind.NUMBER : Setting.Kind.STRING;
  }
}
