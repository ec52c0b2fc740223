package dev.plumbline.report.plan;

import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A component's own configuration file in the place of the one that a node's component reads, by
 * the path that its argument names.
 *
 * @param flag that names such a file
 * @param content the file of the repository
 */
record LaidFile(Layer.Kind kind, String flag, ReferencedFile content) {

  private static final String DROP_INS = "config-dir";

  static LaidFile of(Layer layer) {
    Argument named = argument(layer.file()).orElseThrow();
    return new LaidFile(
        layer.kind(), LaidArguments.flag(named), content(layer.file(), named).orElseThrow());
  }

  /** The argument by which a component names the file of the repository itself. */
  static Optional<Argument> argument(Component file) {
    return file.arguments().stream().filter(named -> content(file, named).isPresent()).findFirst();
  }

  private static Optional<ReferencedFile> content(Component file, Argument named) {
    String[] parts = named.value().split("=", 2);
    return parts.length < 2
        ? Optional.empty()
        : file.files().stream()
            .filter(one -> one.path().equals(parts[1]) && one.path().equals(named.place().file()))
            .filter(
                one ->
                    one instanceof ReferencedFile.Document
                        || one instanceof ReferencedFile.Authorization)
            .findFirst();
  }

  Optional<Component> over(Component own, Release release) {
    return kind == Layer.Kind.DROP_IN
        ? file(own, path(own, DROP_INS, release))
            .filter(ReferencedFile.Directory.class::isInstance)
            .map(ReferencedFile.Directory.class::cast)
            .map(directory -> with(own, directory, among(directory)))
        : replaced(own, path(own, flag, release));
  }

  private Optional<Component> replaced(Component own, String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<ReferencedFile> there = file(own, path);
    if (kind == Layer.Kind.CONFIGURATION_FILE) {
      return Optional.of(
          with(own, there.orElse(new ReferencedFile.OnNode(path)), at(path, content, List.of())));
    }
    return there
        .filter(ReferencedFile.Document.class::isInstance)
        .map(ReferencedFile.Document.class::cast)
        .map(document -> with(own, document, at(path, content, document.settings())));
  }

  /** The last use of a flag counts. */
  private static String path(Component own, String flag, Release release) {
    return Components.accepted(own, release)
        .map(accepted -> accepted.flags().value(flag))
        .orElse("");
  }

  private static Optional<ReferencedFile> file(Component own, String path) {
    return own.files().stream()
        .filter(file -> file.path().equals(path))
        .min(Comparator.comparing(file -> file instanceof ReferencedFile.Unreadable));
  }

  private static Component with(Component own, ReferencedFile old, ReferencedFile instead) {
    List<ReferencedFile> files = new ArrayList<>();
    own.files().stream().filter(file -> !file.path().equals(old.path())).forEach(files::add);
    files.add(instead);
    return new Component(
        own.name(),
        own.source(),
        own.place(),
        own.image(),
        own.arguments(),
        own.environment(),
        own.surroundings(),
        own.attributes(),
        files,
        Excerpt.none());
  }

  /** The file of the repository as one at another path. */
  private static ReferencedFile at(String path, ReferencedFile file, List<Setting> below) {
    if (file instanceof ReferencedFile.Authorization authorization) {
      return new ReferencedFile.Authorization(
          path,
          authorization.hostPath(),
          authorization.apiVersion(),
          authorization.authorizers(),
          Excerpt.none());
    }
    ReferencedFile.Document document = (ReferencedFile.Document) file;
    List<Setting> settings = new ArrayList<>(notIn(document.settings(), below));
    settings.addAll(document.settings());
    return new ReferencedFile.Document(
        path,
        document.hostPath(),
        document.apiVersion(),
        document.documentKind(),
        settings,
        Excerpt.none());
  }

  /** A list takes the place of a list: none of its items stays. */
  private static List<Setting> notIn(List<Setting> set, List<Setting> below) {
    Set<String> fields = set.stream().map(LaidFile::field).collect(Collectors.toSet());
    return below.stream().filter(setting -> !fields.contains(field(setting))).toList();
  }

  private static String field(Setting setting) {
    return setting.path().replaceFirst("[.]\\d{1,6}([.].*)?$", "");
  }

  /** The kubelet merges its drop-ins in the order of their names. */
  private ReferencedFile among(ReferencedFile.Directory directory) {
    String path = directory.hostPath().replaceFirst("/+$", "") + "/" + name(content.path());
    List<ReferencedFile> documents = new ArrayList<>();
    directory.documents().stream()
        .filter(file -> !file.path().equals(path))
        .forEach(documents::add);
    documents.add(at(path, content, List.of()));
    documents.sort(Comparator.comparing(ReferencedFile::path));
    return new ReferencedFile.Directory(directory.path(), directory.hostPath(), documents);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
