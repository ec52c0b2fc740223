package dev.plumbline.collector.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The documents of a YAML text, as Go's decoder (go-yaml v2 through sigs.k8s.io/yaml) reads them.
 * What that decoder and others may read differently, duplicate keys, explicit tags, merge keys
 * behind what they replace and the like, is refused rather than guessed at.
 */
final class YamlTree {

  /** The key of what is merged into a mapping. */
  private static final String MERGE = "<<";

  private final Contested contested;
  private final Parser parser;
  private final Map<String, Tree> anchors = new HashMap<>();
  private int nodes;

  YamlTree(String text) throws InvalidDocumentException {
    this.contested = new Contested(text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(text.length() + 1);
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  /** The first documents, at most so many; at least one. */
  List<Tree> read(int most) throws InvalidDocumentException {
    try {
      parser.getEvent();
      List<Tree> documents = new ArrayList<>();
      while (documents.size() < most) {
        Event start = parser.getEvent();
        if (start instanceof StreamEndEvent) {
          break;
        }
        anchors.clear();
        Tree document = document();
        if (!Tree.isNull(document) || most == 1) {
          documents.add(document);
        }
      }
      if (documents.isEmpty()) {
        throw new InvalidDocumentException(1, "is empty");
      }
      return documents;
    } catch (MarkedYAMLException e) {
      throw new InvalidDocumentException(line(e.getProblemMark()), "not valid YAML");
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // SnakeYAML's scanner reads digits of an escape that ends with the text: fuzzing found it.
      throw new InvalidDocumentException(1, "not valid YAML");
    }
  }

  private Tree document() throws InvalidDocumentException {
    Tree root = node(parser.getEvent(), 0);
    if (parser.checkEvent(Event.ID.DocumentEnd)) {
      parser.getEvent();
    }
    // What follows must be the next document or the end, also when only the first one counts.
    parser.peekEvent();
    return root;
  }

  private Tree node(Event event, int depth) throws InvalidDocumentException {
    if (depth > Document.MAX_DEPTH) {
      throw refuse(event, "nests deeper than " + Document.MAX_DEPTH);
    }
    count(event, 1);
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    Contested.tag(event);
    Tree node =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event);
          case SequenceStart -> sequence((SequenceStartEvent) event, depth);
          case MappingStart -> mapping((MappingStartEvent) event, depth);
          default -> throw refuse(event, "not valid YAML");
        };
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor == null) {
      return node;
    }
    Contested.anchor((NodeEvent) event);
    Tree shared = share(node, event);
    anchors.put(anchor, shared);
    return shared;
  }

  private Tree aliased(AliasEvent alias) throws InvalidDocumentException {
    Tree target = anchors.get(alias.getAnchor());
    if (target == null) {
      throw refuse(alias, "uses an alias that names no finished anchor");
    }
    return share(target, alias);
  }

  /** A copy marked as shared; copying counts, so a bomb of aliases meets the limit. */
  private Tree share(Tree node, Event event) throws InvalidDocumentException {
    count(event, 1);
    if (node instanceof Tree.Scalar scalar) {
      return new Tree.Scalar(scalar.text(), scalar.kind(), Tree.Origin.SHARED, scalar.span());
    }
    if (node instanceof Tree.Sequence sequence) {
      List<Tree> items = new ArrayList<>();
      for (Tree item : sequence.items()) {
        items.add(share(item, event));
      }
      return new Tree.Sequence(items, sequence.layout(), sequence.span());
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    Tree.Mapping mapping = (Tree.Mapping) node;
    for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
      entries.put(entry.getKey(), share(entry.getValue(), event));
    }
    return new Tree.Mapping(entries, mapping.span());
  }

  private Tree scalar(ScalarEvent event) throws InvalidDocumentException {
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    contested.scalar(event);
    Tree.Kind kind = plain ? PlainScalar.kind(event.getValue()) : Tree.Kind.STRING;
    return new Tree.Scalar(
        event.getValue(), kind, Tree.Origin.OWN, span(event, event.getEndMark()));
  }

  private Tree sequence(SequenceStartEvent start, int depth) throws InvalidDocumentException {
    List<Tree> items = new ArrayList<>();
    Event event = parser.getEvent();
    while (!event.is(Event.ID.SequenceEnd)) {
      items.add(node(event, depth + 1));
      event = parser.getEvent();
    }
    Tree.Layout layout =
        start.getFlowStyle() == FlowStyle.FLOW ? Tree.Layout.FLOW : Tree.Layout.BLOCK;
    return new Tree.Sequence(items, layout, span(start, event.getEndMark()));
  }

  private Tree mapping(MappingStartEvent start, int depth) throws InvalidDocumentException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Set<String> own = new HashSet<>();
    Event event = parser.getEvent();
    while (!event.is(Event.ID.MappingEnd)) {
      boolean merges = isMergeKey(event);
      String key = merges ? MERGE : key(event);
      if (!own.add(key)) {
        throw refuse(event, "repeats a key, which parsers read differently");
      }
      Event value = parser.getEvent();
      Contested.entry(start, event, value);
      if (merges) {
        merge(event, node(value, depth + 1), own, entries);
      } else {
        entries.put(key, node(value, depth + 1));
      }
      event = parser.getEvent();
    }
    return new Tree.Mapping(entries, span(start, event.getEndMark()));
  }

  private static boolean isMergeKey(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getAnchor() == null
        && scalar.getTag() == null
        && scalar.getValue().equals(MERGE);
  }

  /**
   * Adds the entries of mappings, of which the first counts most. The mapping's own count more; one
   * that stands before the merge key is replaced by Go's decoder and by no other.
   */
  private void merge(Event event, Tree value, Set<String> own, Map<String, Tree> entries)
      throws InvalidDocumentException {
    List<Tree> sources = value instanceof Tree.Sequence list ? list.items() : List.of(value);
    Map<String, Tree> merged = new LinkedHashMap<>();
    for (Tree source : sources) {
      if (!(source instanceof Tree.Mapping mapping)) {
        throw refuse(
            event, "uses a merge key (<<) of something other than mappings: readers refuse it");
      }
      count(event, mapping.entries().size());
      mapping.entries().forEach(merged::putIfAbsent);
    }
    if (merged.keySet().stream().anyMatch(own::contains)) {
      throw refuse(
          event,
          "uses a merge key (<<) behind a key that it has too, which parsers read differently");
    }
    entries.putAll(merged);
  }

  private String key(Event event) throws InvalidDocumentException {
    count(event, 1);
    Contested.tag(event);
    if (!(event instanceof ScalarEvent scalar)
        || scalar.getAnchor() != null
        || scalar.getScalarStyle() == ScalarStyle.PLAIN
            && PlainScalar.kind(scalar.getValue()) != Tree.Kind.STRING) {
      throw refuse(event, "has a key that isn't a plain string, which parsers read differently");
    }
    if (scalar.getValue().equals(MERGE)) {
      throw refuse(event, "has a key << that is not plain, which parsers read differently");
    }
    return scalar.getValue();
  }

  private void count(Event event, int more) throws InvalidDocumentException {
    nodes += more;
    if (nodes > Document.MAX_NODES) {
      throw refuse(event, "expands to more than " + Document.MAX_NODES + " nodes");
    }
  }

  private static InvalidDocumentException refuse(Event event, String why) {
    return new InvalidDocumentException(line(event.getStartMark()), why);
  }

  private static int line(Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static Tree.Span span(Event start, Mark end) {
    Mark from = start.getStartMark();
    return new Tree.Span(from.getLine() + 1, from.getColumn(), end.getLine() + 1, end.getColumn());
  }
}
