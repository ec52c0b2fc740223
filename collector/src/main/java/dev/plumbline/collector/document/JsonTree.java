package dev.plumbline.collector.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON text as a tree; duplicate keys are refused, since decoders differ on which of them counts.
 */
final class JsonTree {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Document.MAX_DEPTH).build())
          .build();

  private final String text;
  private int nodes;

  JsonTree(String text) {
    this.text = text;
  }

  /** The text isn't JSON; it may still be YAML. */
  static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;
  }

  Tree read() throws InvalidDocumentException, NotJson {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Tree tree = node(parser);
      if (parser.nextToken() != null) {
        throw new NotJson();
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw new InvalidDocumentException(
          1, "nests deeper than " + Document.MAX_DEPTH + ", or is otherwise outsized");
    } catch (IOException e) {
      throw new NotJson();
    }
  }

  private Tree node(JsonParser parser) throws IOException, InvalidDocumentException {
    JsonLocation start = parser.currentTokenLocation();
    if (++nodes > Document.MAX_NODES) {
      throw new InvalidDocumentException(
          start.getLineNr(), "has more than " + Document.MAX_NODES + " nodes");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser, start);
    }
    if (token == JsonToken.START_ARRAY) {
      return array(parser, start);
    }
    if (token == null) {
      throw new com.fasterxml.jackson.core.JsonParseException(parser, "ends early");
    }
    Tree.Kind kind =
        switch (token) {
          case VALUE_STRING -> Tree.Kind.STRING;
          case VALUE_NULL -> Tree.Kind.NULL;
          case VALUE_TRUE, VALUE_FALSE -> Tree.Kind.BOOLEAN;
          default -> Tree.Kind.NUMBER;
        };
    String value = parser.getText();
    return new Tree.Scalar(value, kind, Tree.Origin.OWN, span(start, parser.currentLocation()));
  }

  private Tree object(JsonParser parser, JsonLocation start)
      throws IOException, InvalidDocumentException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      if (entries.put(key, node(parser)) != null) {
        throw new InvalidDocumentException(line, "repeats a key, which parsers read differently");
      }
    }
    return new Tree.Mapping(entries, span(start, parser.currentLocation()));
  }

  private Tree array(JsonParser parser, JsonLocation start)
      throws IOException, InvalidDocumentException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser));
    }
    return new Tree.Sequence(items, Tree.Layout.FLOW, span(start, parser.currentLocation()));
  }

  private static Tree.Span span(JsonLocation from, JsonLocation to) {
    return new Tree.Span(
        from.getLineNr(), from.getColumnNr() - 1, to.getLineNr(), to.getColumnNr() - 1);
  }
}
