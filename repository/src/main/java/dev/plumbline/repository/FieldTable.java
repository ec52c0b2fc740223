package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The known fields of an installer's format, block by block. They are data, in a file beside this
 * class that names its source: a field that is not in the table is reported instead of ignored.
 */
final class FieldTable {

  /** Several classes share one, and most runs need few of them. */
  private static final Map<String, FieldTable> ALL = new ConcurrentHashMap<>();

  private final String format;

  /** Read when a document of the format is first met. */
  private Optional<Map<String, Block>> blocks = Optional.empty();

  /**
   * The fields of one block.
   *
   * @param flags fields that set a flag that a control reads, and the flag
   * @param code fields that the format's class reads
   * @param overwritten fields that the installer replaces by its own value
   * @param harmless fields that set nothing that a control reads, and the flag where there is one
   * @param older fields that only an older version of the format has
   */
  record Block(
      Map<String, String> flags,
      Set<String> code,
      Set<String> overwritten,
      Map<String, String> harmless,
      Set<String> older) {

    /** The fields of a mapping that are not in this block. */
    List<Map.Entry<String, Tree>> unknown(Tree.Mapping mapping) {
      List<Map.Entry<String, Tree>> unknown = new ArrayList<>();
      for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
        if (!knows(entry.getKey()) && !Tree.isNull(entry.getValue())) {
          unknown.add(entry);
        }
      }
      return unknown;
    }

    boolean knows(String field) {
      return flags.containsKey(field)
          || code.contains(field)
          || overwritten.contains(field)
          || harmless.containsKey(field);
    }
  }

  private FieldTable(String format) {
    this.format = format;
  }

  private static Map<String, Block> blocks(Tree.Mapping root) throws InvalidDocumentException {
    Map<String, Block> blocks = new LinkedHashMap<>();
    for (Map.Entry<String, Tree> entry : root.entries().entrySet()) {
      Tree.Mapping block = Tree.mapping(entry.getValue());
      blocks.put(
          entry.getKey(),
          new Block(
              texts(block, "flags"),
              texts(block, "code").keySet(),
              texts(block, "overwritten").keySet(),
              texts(block, "harmless"),
              texts(block, "older").keySet()));
    }
    return blocks;
  }

  /** A list, or a mapping to texts. */
  private static Map<String, String> texts(Tree.Mapping block, String field)
      throws InvalidDocumentException {
    Map<String, String> texts = new LinkedHashMap<>();
    Tree value = block.get(field).orElse(null);
    if (value instanceof Tree.Sequence sequence) {
      for (Tree item : sequence.items()) {
        texts.put(Tree.text(item), "");
      }
    } else if (value != null) {
      for (Map.Entry<String, Tree> entry : Tree.mapping(value).entries().entrySet()) {
        texts.put(entry.getKey(), Tree.text(entry.getValue()));
      }
    }
    return texts;
  }

  /** The table of a format, by the name of its file, which is read when a block is asked for. */
  static FieldTable of(String format) {
    return ALL.computeIfAbsent(format, FieldTable::new);
  }

  private synchronized Map<String, Block> read() {
    if (blocks.isEmpty()) {
      blocks = Optional.of(read(format + ".yaml"));
    }
    return blocks.get();
  }

  private static Map<String, Block> read(String name) {
    try (InputStream in = FieldTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return blocks(Tree.mapping(Document.parse(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidDocumentException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  Block block(String name) {
    Block block = read().get(name);
    if (block == null) {
      throw new IllegalArgumentException("no block " + name);
    }
    return block;
  }

  Set<String> blocks() {
    return new LinkedHashSet<>(read().keySet());
  }
}
