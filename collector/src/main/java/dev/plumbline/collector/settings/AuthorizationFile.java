package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.HarmlessLines;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.Authorizer;
import dev.plumbline.evidence.ReferencedFile.Presence;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The authorizers' types and names of an AuthorizationConfiguration.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization">
 *     the file's documentation</a>
 */
public final class AuthorizationFile {

  /** The API server decodes strictly: a field beyond these and it doesn't start. */
  private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "authorizers");

  private static final Set<String> AUTHORIZER_FIELDS = Set.of("type", "name", "webhook");

  private static final List<String> PLAIN_SETTINGS =
      List.of(
          "timeout",
          "authorizedTTL",
          "unauthorizedTTL",
          "subjectAccessReviewVersion",
          "matchConditionSubjectAccessReviewVersion",
          "failurePolicy");

  private static final Set<String> WEBHOOK_FIELDS =
      Stream.concat(
              PLAIN_SETTINGS.stream(),
              Stream.of(
                  "connectionInfo",
                  "matchConditions",
                  "cacheAuthorizedRequests",
                  "cacheUnauthorizedRequests"))
          .collect(Collectors.toSet());

  private final String path;
  private final String file;
  private final String text;

  private AuthorizationFile(String path, String file, String text) {
    this.path = path;
    this.file = file;
    this.text = text;
  }

  public static ReferencedFile parse(String path, FileContent.Text content) {
    try {
      Tree.Mapping root = Tree.mapping(Document.parse(content.text()));
      return document(path, content.path(), content.text(), root);
    } catch (InvalidDocumentException e) {
      return new ReferencedFile.Unreadable(
          path, content.path() + " line " + e.line() + " " + e.why());
    }
  }

  /**
   * The authorizers of a document that has been read.
   *
   * @param path the path that names the file
   * @param file where it was found
   * @param text the whole file, for the lines of a patch; empty when it can't be patched
   * @throws InvalidDocumentException when the API server refuses it
   */
  public static ReferencedFile document(String path, String file, String text, Tree.Mapping root)
      throws InvalidDocumentException {
    return new AuthorizationFile(path, file, text).parse(root);
  }

  private ReferencedFile parse(Tree.Mapping root) throws InvalidDocumentException {
    refuseUnknown(root, FIELDS);
    if (!root.string("kind").equals("AuthorizationConfiguration")) {
      throw new InvalidDocumentException(
          1, "is no AuthorizationConfiguration: the API server refuses to start");
    }
    List<Authorizer> authorizers = new ArrayList<>();
    Optional<Tree> list = root.get("authorizers");
    if (list.isPresent()) {
      if (!(list.get() instanceof Tree.Sequence sequence)) {
        throw new InvalidDocumentException(list.get().span().line(), "authorizers isn't a list");
      }
      for (Tree item : sequence.items()) {
        authorizers.add(authorizer(Tree.mapping(item), sequence.layout()));
      }
    }
    return new ReferencedFile.Authorization(
        path, file, root.string("apiVersion"), authorizers, excerpt(authorizers));
  }

  private Authorizer authorizer(Tree.Mapping entry, Tree.Layout layout)
      throws InvalidDocumentException {
    refuseUnknown(entry, AUTHORIZER_FIELDS);
    Tree.Span span = entry.span();
    boolean flow = layout == Tree.Layout.FLOW;
    Tree.Span end = flow ? span : Tree.lastValue(entry);
    SourceLocation place =
        new SourceLocation(
            file,
            span.line(),
            span.column(),
            end.endLine(),
            end.endColumn(),
            flow ? SourceLocation.Style.FLOW : SourceLocation.Style.BLOCK);
    Optional<Tree> webhook = entry.get("webhook");
    return new Authorizer(
        entry.string("type"),
        entry.string("name"),
        place,
        webhook.isPresent() ? Presence.PRESENT : Presence.ABSENT,
        webhook.isPresent() ? settings(Tree.mapping(webhook.get())) : Map.of());
  }

  /** The lines of the entries that hold a type or a name. */
  private Excerpt excerpt(List<Authorizer> authorizers) {
    if (text.isEmpty()) {
      return Excerpt.none();
    }
    List<String> lines = text.lines().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    for (Authorizer authorizer : authorizers) {
      for (int line = authorizer.place().line(); line <= authorizer.place().endLine(); line++) {
        if (HarmlessLines.isHarmless(lines, line) || authorizer.webhook() == Presence.ABSENT) {
          shown.add(line);
        }
      }
    }
    return HarmlessLines.around(file, lines, shown);
  }

  private static Map<String, String> settings(Tree.Mapping webhook)
      throws InvalidDocumentException {
    refuseUnknown(webhook, WEBHOOK_FIELDS);
    Map<String, String> settings = new HashMap<>();
    for (String key : PLAIN_SETTINGS) {
      settings.put(key, webhook.string(key));
    }
    Optional<Tree> connection = webhook.get("connectionInfo");
    settings.put(
        "connectionInfo.type",
        connection.isPresent() ? Tree.mapping(connection.get()).string("type") : "");
    return settings;
  }

  private static void refuseUnknown(Tree.Mapping mapping, Set<String> known)
      throws InvalidDocumentException {
    for (var entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new InvalidDocumentException(
            entry.getValue().span().line(),
            "has an unknown field: the API server refuses to start");
      }
    }
  }
}
