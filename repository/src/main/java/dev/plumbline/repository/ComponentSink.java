package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.manifest.Manifests;
import dev.plumbline.collector.manifest.PodComponents;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Gathers what the documents of one file tell. */
final class ComponentSink {

  private final String file;
  private final String text;
  private final Depth depth;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param text the whole file
   */
  ComponentSink(String file, String text) {
    this(file, text, Depth.FILE);
  }

  private ComponentSink(String file, String text, Depth depth) {
    this.file = file;
    this.text = text;
    this.depth = depth;
  }

  /** Whether documents are those of a file, or of a text within one of them. */
  enum Depth {
    FILE,
    WITHIN
  }

  Depth depth() {
    return depth;
  }

  List<Component> components() {
    return List.copyOf(components);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void refused(InvalidDocumentException refusal) {
    problems.add(new Problem("", SourceLocation.line(file, refusal.line()), refusal.why()));
  }

  /** A Pod, as the kubelet would start it. */
  void pod(Tree pod) throws InvalidDocumentException {
    PodComponents found = Manifests.ofRepository(file, text, pod);
    components.addAll(found.components());
    problems.addAll(found.problems());
  }

  /**
   * A component and the arguments that a document gives it; what else it is started with is decided
   * elsewhere.
   *
   * @param version of Kubernetes, or an image; empty when the document doesn't tell
   * @param at the node to point at when no argument is
   */
  void arguments(String component, String version, Tree at, List<Argument> arguments) {
    Stream<String> files =
        arguments.stream()
            .map(argument -> argument.value().split("=", 2))
            .filter(parts -> parts.length == 2 && parts[1].startsWith("/"))
            .map(parts -> parts[1]);
    add(
        component,
        version,
        at,
        arguments,
        files.map(path -> (ReferencedFile) new ReferencedFile.OnNode(path)).toList(),
        excerpt(arguments));
  }

  /** The lines of the arguments and no others: a machine's configuration holds its secrets too. */
  private Excerpt excerpt(List<Argument> arguments) {
    Set<Integer> numbers = new TreeSet<>();
    arguments.forEach(argument -> numbers.add(argument.place().line()));
    List<String> lines = text.lines().toList();
    return new Excerpt(
        file,
        numbers.stream()
            .filter(number -> number <= lines.size())
            .map(number -> new Excerpt.Line(number, lines.get(number - 1)))
            .toList());
  }

  /** A component and its own configuration file. */
  void configuration(String component, ConfigSchema kind, Tree.Mapping document)
      throws InvalidDocumentException {
    configuration(component, "", kind, document, text);
  }

  /**
   * A component and its own configuration, as a part of another document.
   *
   * @param lines the whole file's text when the configuration is a document of its own, and can be
   *     patched as one; else empty
   */
  void configuration(
      String component, String version, ConfigSchema kind, Tree.Mapping document, String lines)
      throws InvalidDocumentException {
    ReferencedFile.Document settings = kind.document(file, file, lines, document);
    Argument config = Argument.known("--config=" + file, place(document));
    add(component, version, document, List.of(config), List.of(settings), settings.excerpt());
  }

  private void add(
      String component,
      String version,
      Tree at,
      List<Argument> arguments,
      List<ReferencedFile> files,
      Excerpt excerpt) {
    components.add(
        new Component(
            component,
            Source.CONFIGURATION,
            place(at),
            version,
            arguments,
            List.of(),
            Visibility.NOT_OBSERVED,
            Map.of(),
            files,
            excerpt));
  }

  /** Where a node stands; no edit of an argument list fits there. */
  SourceLocation place(Tree node) {
    Tree.Span span = node.span();
    return new SourceLocation(
        file,
        span.line(),
        span.column(),
        span.endLine(),
        span.endColumn(),
        SourceLocation.Style.NOT_EDITABLE);
  }

  /** The argument that sets a flag. */
  Argument argument(String flag, String value, Tree at) {
    return Argument.known("--" + flag + "=" + value, place(at));
  }

  /** What a line begins with. */
  String indentOf(int line) {
    String found = text.lines().skip(line - 1).findFirst().orElse("");
    return " ".repeat(found.length() - found.stripLeading().length());
  }

  /** The same file, seen through a text that stands within it. */
  ComponentSink within(String inner) {
    return new ComponentSink(file, inner, Depth.WITHIN);
  }

  /** Takes what another has gathered. */
  void add(ComponentSink other) {
    components.addAll(other.components);
    problems.addAll(other.problems);
  }
}
