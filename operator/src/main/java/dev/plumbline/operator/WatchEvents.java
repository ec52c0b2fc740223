package dev.plumbline.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the events of a watch. The client's own way makes a tree of each object first, to look its
 * kind up, and objects of the tree; an API server gives the kind and the version before all else.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Efficient
 *     detection of changes</a>
 */
final class WatchEvents extends JsonDeserializer<WatchEvent> {

  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";

  private final KubernetesSerialization kinds;

  /**
   * For one mapper.
   *
   * @param kinds knows the class of each kind
   */
  WatchEvents(KubernetesSerialization kinds) {
    this.kinds = kinds;
  }

  @Override
  public WatchEvent deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    WatchEvent event = new WatchEvent();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("type")) {
        event.setType(parser.getValueAsString());
      } else if (name.equals("object") && value == JsonToken.START_OBJECT) {
        event.setObject(object(parser, context));
      } else {
        parser.skipChildren();
      }
    }
    return event;
  }

  private Object object(JsonParser parser, DeserializationContext context) throws IOException {
    Map<String, String> identity = new HashMap<>();
    try (TokenBuffer head = context.bufferForInputBuffering(parser)) {
      head.writeStartObject();
      JsonToken next = null;
      while (identity.size() < 2 && (next = parser.nextToken()) == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(API_VERSION) || name.equals(KIND)) {
          identity.put(name, parser.getValueAsString(""));
        }
        head.writeFieldName(name);
        head.copyCurrentStructure(parser);
      }
      if (next == JsonToken.END_OBJECT) {
        head.writeEndObject();
      }
      JsonParser start = head.asParser(parser);
      JsonParser whole =
          next == JsonToken.END_OBJECT
              ? start
              : JsonParserSequence.createFlattened(false, start, parser);
      whole.nextToken();
      return identity.size() < 2
          ? new RawExtension(context.readValue(whole, Object.class))
          : context.readValue(whole, type(identity));
    }
  }

  private Class<? extends KubernetesResource> type(Map<String, String> identity) {
    return Optional.<Class<? extends KubernetesResource>>ofNullable(
            kinds.getRegisteredKubernetesResource(identity.get(API_VERSION), identity.get(KIND)))
        .orElse(GenericKubernetesResource.class);
  }
}
