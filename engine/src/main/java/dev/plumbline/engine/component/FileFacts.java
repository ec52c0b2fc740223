package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.fact.Facts;
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

/** The files that a component's flags name. */
public final class FileFacts {

  /** Flags whose file's owner and mode, or certificates, are asked for. */
  private static final List<String> FILES =
      List.of(
          "kubeconfig",
          "config",
          "data-dir",
          "client-ca-file",
          "trusted-ca-file",
          "peer-trusted-ca-file",
          "etcd-cafile");

  /** Flags whose file's content is asked for. */
  private static final List<String> DOCUMENTS =
      List.of(
          "encryption-provider-config",
          "audit-policy-file",
          "admission-control-config-file",
          "authentication-config");

  static final String MANIFEST = "manifest";

  private FileFacts() {}

  public static void describe(Subject subject, Facts.Builder facts) {
    if (subject.component().source() == Component.Source.MANIFEST) {
      file(subject, facts, MANIFEST, subject.component().place().file());
    }
    for (String flag : FILES) {
      file(subject, facts, flag, subject.text(flag));
      subject.flags().untold().entrySet().stream()
          .filter(e -> e.getKey().equals(flag))
          .forEach(e -> facts.untold("files." + flag, e.getValue()));
    }
    for (String flag : DOCUMENTS) {
      document(subject, facts, flag);
    }
  }

  /** Tells of the file at a path; nothing when the path is empty. */
  public static void file(Subject subject, Facts.Builder facts, String name, String path) {
    facts.put("files", name, List.of());
    if (path.isEmpty()) {
      return;
    }
    HostFile attributes = subject.component().attributes().get(path);
    Optional<ReferencedFile> file = find(subject.component(), path);
    if (attributes != null) {
      facts.put("files", name, List.of(map(attributes, certificates(file))));
      facts.seen("files." + name, new EvidenceRef(attributes.path(), 1, describe(attributes)));
    } else if (file.orElse(null) instanceof ReferencedFile.Unreadable unreadable) {
      facts.untold("files." + name, path + " " + unreadable.why());
    } else if (!(file.orElse(null) instanceof ReferencedFile.Absent)) {
      facts.untold("files." + name, path + " could not be looked at");
    }
    if (file.orElse(null) instanceof ReferencedFile.Unreadable unreadable
        && name.endsWith("ca-file")) {
      facts.untold("files." + name, path + " " + unreadable.why());
    }
    facts.given("files." + name);
  }

  /** Its mode and owners, as {@code stat} tells them. */
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

  public static Optional<ReferencedFile> find(Component component, String path) {
    List<ReferencedFile> found =
        component.files().stream().filter(file -> file.path().equals(path)).toList();
    // Two flags may name one file in two roles; one that could be read tells more.
    return found.stream()
        .filter(file -> !(file instanceof ReferencedFile.Unreadable))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  private static void document(Subject subject, Facts.Builder facts, String flag) {
    String path = subject.text(flag);
    String input = "documents." + flag;
    if (subject.flags().untold().containsKey(flag)) {
      facts.untold(input, "--" + flag + " isn't known");
    }
    if (path.isEmpty()) {
      return;
    }
    facts.given(input);
    facts.seen(input, subject.seen(flag));
    List<ReferencedFile> found = new ArrayList<>(subject.component().files());
    found.removeIf(file -> !file.path().equals(path));
    Optional<ReferencedFile.Document> document =
        found.stream()
            .filter(ReferencedFile.Document.class::isInstance)
            .map(ReferencedFile.Document.class::cast)
            .findFirst();
    if (document.isPresent()) {
      facts.put("documents", flag, Documents.tree(document.get()));
      return;
    }
    if (found.stream().anyMatch(ReferencedFile.OnNode.class::isInstance)) {
      facts.elsewhere(input, path + " " + Facts.ON_A_NODE);
      return;
    }
    String why =
        found.stream()
            .map(
                file ->
                    file instanceof ReferencedFile.Unreadable unreadable
                        ? unreadable.why()
                        : "isn't there")
            .findFirst()
            .orElse("could not be looked at");
    facts.untold(input, path + " " + why);
  }
}
