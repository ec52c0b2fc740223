package dev.plumbline.engine.finding;

/**
 * Something that a finding rests on.
 *
 * @param file as the node sees it
 * @param line from 1
 * @param text the argument or the entry, and nothing around it
 */
public record Seen(String file, int line, String text) {
  public Seen {
    file = Printable.of(file);
    text = Printable.argument(text);
  }
}
