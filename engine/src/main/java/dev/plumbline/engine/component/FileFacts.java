package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files that a component's flags name. */
public final class FileFacts {

  /** Flags whose file's owner and mode, or certificates, are evaluated. */
  private static final List<String> FILES =
      List.of(
          "kubeconfig",
          "config",
          "data-dir",
          "client-ca-file",
          "trusted-ca-file",
          "peer-trusted-ca-file",
          "etcd-cafile");

  /** Flags whose file's content is evaluated, and the kinds of that file. */
  private static final Map<String, Set<String>> DOCUMENTS =
      Map.of(
          "encryption-provider-config",
          Set.of("EncryptionConfiguration", "EncryptionConfig"),
          "audit-policy-file",
          Set.of("Policy"),
          "admission-control-config-file",
          Set.of("AdmissionConfiguration"),
          StructuredConfig.AUTHENTICATION.flag,
          Set.of(StructuredConfig.AUTHENTICATION.kind));

  static final String MANIFEST = "manifest";

  /** More locations of one document than a finding can show. */
  private static final int MAX_LOCATIONS = 12;

  private FileFacts() {}

  static void describe(ParsedComponent component) {
    component.facts().rest(InputRef.FILES, FileFacts::notNamed);
    component.facts().rest(InputRef.DOCUMENTS, FileFacts::notNamed);
    if (component.isOnDisk()) {
      file(component, MANIFEST, component.component().place().file());
    }
    for (String flag : FILES) {
      component
          .undetermined(flag)
          .ifPresentOrElse(
              why -> component.facts().put(InputRef.file(flag), why),
              () -> file(component, flag, component.text(flag)));
    }
    configuration(component);
    for (String flag : DOCUMENTS.keySet()) {
      component
          .undetermined(flag)
          .ifPresentOrElse(
              why -> component.facts().put(InputRef.document(flag), why),
              () -> document(component, flag));
    }
  }

  /** What is known of a static pod's manifest, however little is known of what it starts. */
  public static Facts ofManifest(Component component) {
    Facts.Builder facts = new Facts.Builder();
    String path = component.place().file();
    facts.rest(InputRef.FILES, FileFacts::notNamed);
    facts.put(InputRef.file(MANIFEST), fileFact(component, MANIFEST, path));
    return facts.build();
  }

  /** A kubelet that is given no configuration file has its configuration in its arguments. */
  private static void configuration(ParsedComponent component) {
    boolean inArguments =
        component.name().equals("kubelet")
            && component.component().source() == Component.Source.ARGUMENT_FILE
            && component.undetermined("config").isEmpty()
            && component.text("config").isEmpty();
    if (inArguments) {
      file(component, "config", component.component().place().file());
    }
  }

  private static Fact notNamed(InputRef input) {
    return new Fact.Absent("no argument names a " + input.name().replace('-', ' '));
  }

  /** The file at a path; absent when the path is empty. */
  static void file(ParsedComponent component, String name, String path) {
    component.facts().put(InputRef.file(name), fileFact(component.component(), name, path));
  }

  private static Fact fileFact(Component component, String name, String path) {
    InputRef input = InputRef.file(name);
    if (path.isEmpty()) {
      return notNamed(input);
    }
    Optional<ReferencedFile> file = find(component, path);
    HostFile attributes = component.attributes().get(path);
    boolean authorities = name.endsWith("ca-file") || name.equals("etcd-cafile");
    if (attributes == null
        || authorities && file.orElse(null) instanceof ReferencedFile.Unreadable) {
      return withoutAttributes(component, name, path, file);
    }
    return new Fact.Explicit(
        List.of(map(attributes, certificates(file))),
        List.of(new EvidenceRef(attributes.path(), 1, describe(attributes))));
  }

  private static Fact withoutAttributes(
      Component component, String name, String path, Optional<ReferencedFile> file) {
    if (!(file.orElse(null) instanceof ReferencedFile.Absent absent)) {
      return undetermined(path, file);
    }
    // It was there when the component started: what was seen is not what the component sees.
    return name.equals("data-dir") && component.source() == Component.Source.PROCESS
        ? Fact.unknown(
            component.name()
                + " runs with the data directory "
                + path
                + ", which was not found at "
                + absent.hostPath())
        : new Fact.Absent(path + " does not exist");
  }

  /** Why nothing is known of a file that is named. */
  static Fact undetermined(String path, Optional<ReferencedFile> found) {
    ReferencedFile file = found.orElse(new ReferencedFile.Unreadable(path, "was not inspected"));
    if (file instanceof ReferencedFile.OnNode) {
      return new Fact.OutOfScope(path + " lies on a node, and this file does not contain it");
    }
    if (file instanceof ReferencedFile.OutOfScope outside) {
      boolean direct = outside.hostPath().equals(path);
      return new Fact.OutOfScope(
          outOfScope(direct ? path : path + " (" + outside.hostPath() + ")"));
    }
    if (file instanceof ReferencedFile.Unreadable unreadable) {
      // Where the path leads elsewhere on the node, the reason begins with that place.
      boolean named = unreadable.why().startsWith("/");
      return Fact.unknown(named ? unreadable.why() : path + " " + unreadable.why());
    }
    boolean absent = file instanceof ReferencedFile.Absent;
    return Fact.unknown(path + (absent ? " does not exist" : " could not be inspected"));
  }

  /** The setting that would open a place which the node pod may not read. */
  public static String outOfScope(String where) {
    return where + " " + ReferencedFile.OutOfScope.WHY;
  }

  /** Its mode and owners, as {@code stat} prints them. */
  public static String describe(HostFile file) {
    return String.format(Locale.ROOT, "%03o %s:%s", file.mode(), file.owner(), file.group());
  }

  /** A file as expressions see it. */
  public static Map<String, Object> map(HostFile file, List<String> certificates) {
    Map<String, Object> map = new HashMap<>();
    map.put("path", file.path());
    map.put("kind", file.kind().name().toLowerCase(Locale.ROOT));
    map.put("mode", (long) file.mode());
    map.put("owner", file.owner());
    map.put("group", file.group());
    map.put("uid", (long) file.uid());
    map.put("gid", (long) file.gid());
    map.put("certificates", certificates);
    return map;
  }

  private static List<String> certificates(Optional<ReferencedFile> file) {
    return file.orElse(null) instanceof ReferencedFile.Present present
        ? present.certificates()
        : List.of();
  }

  static Optional<ReferencedFile> find(Component component, String path) {
    List<ReferencedFile> found =
        component.files().stream().filter(file -> file.path().equals(path)).toList();
    // Two flags may name one file in two roles; one that could be read says more.
    return found.stream()
        .filter(file -> !(file instanceof ReferencedFile.Unreadable))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .or(() -> LiveFlagFacts.file(component, path));
  }

  private static void document(ParsedComponent component, String flag) {
    String path = component.text(flag);
    InputRef input = InputRef.document(flag);
    if (path.isEmpty()) {
      component
          .facts()
          .put(
              input,
              alone(component, flag)
                  .<Fact>map(document -> explicit(component, flag, document))
                  .orElse(new Fact.Absent("--" + flag + " is not set")));
      return;
    }
    component
        .facts()
        .put(
            input,
            component.component().files().stream()
                .filter(file -> file.path().equals(path))
                .filter(ReferencedFile.Document.class::isInstance)
                .map(ReferencedFile.Document.class::cast)
                .findFirst()
                .<Fact>map(document -> explicit(component, flag, document))
                .orElseGet(() -> undetermined(path, find(component.component(), path))));
  }

  /** A file in a repository whose kind says which flag it is for, though nothing sets the flag. */
  private static Optional<ReferencedFile.Document> alone(ParsedComponent component, String flag) {
    return component.isInstallersConfig() && !component.isExplicit(flag)
        ? component.component().files().stream()
            .filter(ReferencedFile.Document.class::isInstance)
            .map(ReferencedFile.Document.class::cast)
            .filter(file -> DOCUMENTS.getOrDefault(flag, Set.of()).contains(file.documentKind()))
            .findFirst()
        : Optional.empty();
  }

  private static Fact explicit(
      ParsedComponent component, String flag, ReferencedFile.Document document) {
    List<EvidenceRef> locations = new ArrayList<>(component.locations(flag));
    document.settings().stream()
        .filter(setting -> !setting.value().isEmpty() || setting.path().contains("."))
        .limit(MAX_LOCATIONS)
        .forEach(setting -> locations.add(Documents.location(document, setting)));
    return new Fact.Explicit(Documents.tree(document), locations);
  }
}
