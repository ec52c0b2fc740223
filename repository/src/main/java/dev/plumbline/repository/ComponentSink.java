// Over 250 lines: every way into the evidence of a file is here, so that none passes by
// KnownValues.
package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.manifest.Manifests;
import dev.plumbline.collector.manifest.PodComponents;
import dev.plumbline.collector.settings.AuthorizationFile;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

// Over 250 lines: the one place where what a format reads becomes evidence.
/** Collects the components that the documents of one file configure. */
final class ComponentSink {

  /** A ConfigMap with user data that writes a ConfigMap is deep already. */
  private static final int MAX_DEPTH = 5;

  /** Of all encoded texts of a file together. */
  private static final int MAX_DECODED = 4 * Manifests.MAX_BYTES;

  private final SourceFile source;
  private final List<Component> components = new ArrayList<>();
  private final Problems problems;
  private NodeFiles nodeFiles = NodeFiles.none();
  private KubeadmPatches patches;
  private int depth;
  private int decoded;

  ComponentSink(SourceFile source) {
    this.source = source;
    this.problems = new Problems(source);
    this.patches = KubeadmPatches.in(source);
  }

  /**
   * A component as a document configures it; what else it is started with is decided elsewhere.
   *
   * @param version of Kubernetes, or an image; empty when the document has neither
   * @param at the node to point at when no argument is
   * @param settings its configuration file
   */
  record Configured(
      String component,
      String version,
      Tree at,
      List<Argument> arguments,
      Optional<Settings> settings) {

    static Configured byArguments(
        String component, String version, Tree at, List<Argument> arguments) {
      return new Configured(component, version, at, arguments, Optional.empty());
    }

    /** A component whose own configuration is a part of another document. */
    static Configured bySettings(
        String component,
        String version,
        List<Argument> arguments,
        ConfigSchema schema,
        Tree.Mapping settings) {
      return new Configured(
          component,
          version,
          settings,
          arguments,
          Optional.of(new Settings(schema, settings, Editing.IMPOSSIBLE)));
    }
  }

  /**
   * A component's own configuration.
   *
   * @param editing whether a diff of the file may edit it
   */
  record Settings(ConfigSchema schema, Tree.Mapping document, Editing editing) {}

  /** Whether a configuration is a document of its own, in which a fix may add fields. */
  enum Editing {
    POSSIBLE,
    IMPOSSIBLE
  }

  SourceFile source() {
    return source;
  }

  NodeFiles nodeFiles() {
    return nodeFiles;
  }

  /** kubeadm's patches that count for the document at hand. */
  KubeadmPatches patches() {
    return patches;
  }

  void patches(KubeadmPatches counting) {
    patches = counting;
  }

  /** The files that the document at hand writes to its nodes. */
  void nodeFiles(NodeFiles files) {
    nodeFiles = files;
  }

  /** Reads what a document holds within itself. */
  interface Nested {
    void read() throws InvalidDocumentException;
  }

  /**
   * Reads documents within the one at hand, which a diff of the file can't edit.
   *
   * @throws InvalidDocumentException when they nest deeper than any real ones
   */
  void within(Tree at, Nested documents) throws InvalidDocumentException {
    if (depth == MAX_DEPTH) {
      throw new InvalidDocumentException(
          at.span().line(), "holds documents within documents more than " + MAX_DEPTH + " deep");
    }
    depth++;
    try {
      documents.read();
    } finally {
      depth--;
    }
  }

  /**
   * Counts characters that were decoded from a text of the file.
   *
   * @throws InvalidDocumentException when it is more than any real file decodes to
   */
  void decoded(int characters, Tree at) throws InvalidDocumentException {
    decoded += characters;
    if (decoded > MAX_DECODED) {
      throw new InvalidDocumentException(
          at.span().line(), "decodes to more than " + MAX_DECODED + " characters");
    }
  }

  /** A document that configures these components is refused by its own reader. */
  void refused(List<String> names, InvalidDocumentException e) {
    problems.refused(names, e);
  }

  /** What a component does could not be determined. */
  void problem(String component, Tree at, String why) {
    problems.add(new Problem(component, place(at), why));
  }

  /** A document that configures these components is of a format that is not read. */
  void notSupported(String format, List<String> names, Tree at) {
    problems.notSupported(format, names, place(at));
  }

  /** A document that configures components is encrypted. */
  void encrypted(Tree at) {
    problems.encrypted(place(at));
  }

  /**
   * A document of a kind that is not read configures a component, which one is not known.
   *
   * @param sign what shows it
   */
  void unknownKind(String sign, Tree at) {
    problems.unknownKind(sign, place(at));
  }

  /** A file of kubeadm's patches that no configuration names. */
  FileOutcome patchAlone(Path file) {
    problems.patchAlone(
        KubeadmPatchFiles.component(file), source.located(SourceLocation.line(source.name(), 1)));
    return outcome(true);
  }

  /**
   * What became of the file.
   *
   * @param known whether one of its documents is of a known format
   */
  FileOutcome outcome(boolean known) {
    return problems.outcome(List.copyOf(components), known);
  }

  /** A field that configures a component and is not read. */
  void notRead(String component, String field, Tree at) {
    problem(component, at, "sets " + field + ", which is not read: " + effect(component));
  }

  /** A field that configures some of these components and is not read. */
  void notRead(Collection<String> names, String field, Tree at) {
    names.forEach(component -> notRead(component, field, at));
  }

  /** The fields of a block that are in no list of known ones. */
  void notRead(String component, String path, FieldTable.Block known, Tree.Mapping block) {
    notRead(List.of(component), path, known, block);
  }

  /**
   * The fields of a block that are in no list of known ones.
   *
   * @param path of the block; empty at the top of a document
   */
  void notRead(Collection<String> names, String path, FieldTable.Block known, Tree.Mapping block) {
    for (Map.Entry<String, Tree> field : known.unknown(block)) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      notRead(names, name, field.getValue());
    }
  }

  /** A file that is written to a node, configures a component and is not read. */
  void fileNotRead(String component, String path, Tree at) {
    problem(component, at, "writes " + path + ", which is not read: " + effect(component));
  }

  private static String effect(String component) {
    return "its effect on " + component + " is unknown; check a node with --host-root";
  }

  /** A Pod, as the kubelet would start it. */
  void pod(Tree pod) throws InvalidDocumentException {
    SourceFile.Part part = source.part(pod.span().line());
    PodComponents found =
        Manifests.ofRepository(part.name(), part.text(), source.local(Tree.mapping(pod)));
    for (Component component : found.components()) {
      components.add(
          component.with(
              KnownValues.of(component.name(), component.arguments(), problems),
              component.files()));
    }
    found.problems().forEach(problems::add);
  }

  void arguments(String component, String version, Tree at, List<Argument> arguments) {
    Configured configured = Configured.byArguments(component, version, at, arguments);
    List<Argument> known = KnownValues.of(component, arguments, problems);
    add(configured, known, nodeFiles.referencedBy(known, this), excerpt(known));
  }

  /** A component with its own configuration file. */
  void add(Configured configured) throws InvalidDocumentException {
    if (configured.settings().isEmpty()) {
      arguments(
          configured.component(), configured.version(), configured.at(), configured.arguments());
      return;
    }
    Settings settings = configured.settings().get();
    ReferencedFile.Document document = document(configured.component(), settings);
    List<Argument> known = KnownValues.of(configured.component(), configured.arguments(), problems);
    List<Argument> all = new ArrayList<>(known);
    all.add(Argument.known("--config=" + document.path(), place(settings.document())));
    List<ReferencedFile> files = new ArrayList<>(nodeFiles.referencedBy(known, this));
    files.add(document);
    add(configured, all, files, known.isEmpty() ? document.excerpt() : excerpt(known));
  }

  /**
   * A component of which the document is one file, and nothing else is known. With a value that is
   * not final nothing is known of the file either.
   */
  void file(String component, Tree.Mapping document, ConfigSchema schema)
      throws InvalidDocumentException {
    file(component, document, schema, List.of());
  }

  private void file(
      String component, Tree.Mapping document, ConfigSchema schema, List<Argument> arguments)
      throws InvalidDocumentException {
    int before = problems.size();
    ReferencedFile file = document(component, new Settings(schema, document, Editing.POSSIBLE));
    if (problems.size() == before) {
      add(
          Configured.byArguments(component, "", document, List.of()),
          arguments,
          List.of(file),
          Excerpt.none());
    }
  }

  /** The API server with the authorizers of an AuthorizationConfiguration. */
  void authorizers(Tree.Mapping document) throws InvalidDocumentException {
    SourceFile.Part part = source.part(document.span().line());
    String text = depth == 0 ? part.text() : "";
    ReferencedFile file =
        AuthorizationFile.document(part.name(), part.name(), text, source.local(document));
    add(
        Configured.byArguments("kube-apiserver", "", document, List.of()),
        List.of(Argument.known("--authorization-config=" + source.name(), place(document))),
        List.of(file),
        Excerpt.none());
  }

  /** The API server with an AuthenticationConfiguration, which counts more than its flag. */
  void authentication(Tree.Mapping document) throws InvalidDocumentException {
    Argument flag = Argument.known("--authentication-config=" + source.name(), place(document));
    file("kube-apiserver", document, ConfigSchema.AUTHENTICATION, List.of(flag));
  }

  private ReferencedFile.Document document(String component, Settings settings)
      throws InvalidDocumentException {
    SourceFile.Part part = source.part(settings.document().span().line());
    boolean editable = settings.editing() == Editing.POSSIBLE && depth == 0;
    ReferencedFile.Document document =
        editable
            ? settings
                .schema()
                .document(part.name(), part.name(), part.text(), source.local(settings.document()))
            : source.located(
                settings.schema().document(part.name(), part.name(), "", settings.document()));
    return new ReferencedFile.Document(
        document.path(),
        document.hostPath(),
        document.apiVersion(),
        document.documentKind(),
        KnownValues.ofSettings(component, document.settings(), problems),
        document.excerpt());
  }

  /**
   * The lines of the arguments and no others: a machine's configuration holds its secrets too. Of
   * several files, those of the last, which may replace what is in the ones before.
   */
  private Excerpt excerpt(List<Argument> arguments) {
    String file = arguments.isEmpty() ? "" : arguments.get(arguments.size() - 1).place().file();
    Optional<SourceFile.Part> part =
        source.parts().stream().filter(candidate -> candidate.name().equals(file)).findFirst();
    if (part.isEmpty()) {
      return Excerpt.none();
    }
    Set<Integer> numbers = new TreeSet<>();
    arguments.stream()
        .filter(argument -> argument.place().file().equals(file))
        .forEach(argument -> numbers.add(argument.place().line()));
    List<String> lines = part.get().lines();
    return new Excerpt(
        file,
        numbers.stream()
            .filter(number -> number <= lines.size())
            .map(number -> new Excerpt.Line(number, lines.get(number - 1)))
            .toList());
  }

  private void add(
      Configured configured,
      List<Argument> arguments,
      List<ReferencedFile> files,
      Excerpt excerpt) {
    components.add(
        new Component(
            configured.component(),
            Source.CONFIGURATION,
            place(configured.at()),
            Placeholder.isTemplate(configured.version()) ? "" : configured.version(),
            arguments,
            List.of(),
            Visibility.NOT_OBSERVED,
            Map.of(),
            files,
            excerpt));
  }

  /** Where a node is; no edit of an argument list fits there. */
  SourceLocation place(Tree node) {
    Tree.Span span = node.span();
    return source.located(
        new SourceLocation(
            source.name(),
            span.line(),
            span.column(),
            span.endLine(),
            span.endColumn(),
            SourceLocation.Style.NOT_EDITABLE));
  }

  /** The argument that sets a flag. */
  Argument argument(String flag, String value, Tree at) {
    return Argument.known("--" + flag + "=" + value, place(at));
  }

  /** The argument that sets a flag to a value that also depends on the installer. */
  Argument unresolved(String flag, String value, Tree at) {
    return new Argument("--" + flag + "=" + value, Resolution.UNRESOLVED, place(at));
  }
}
