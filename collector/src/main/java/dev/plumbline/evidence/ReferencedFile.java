package dev.plumbline.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A file that a component's argument names, by the path that the argument gives. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordJson.KIND)
@JsonSubTypes({
  @JsonSubTypes.Type(ReferencedFile.Authorization.class),
  @JsonSubTypes.Type(ReferencedFile.AbacPolicy.class),
  @JsonSubTypes.Type(ReferencedFile.Document.class),
  @JsonSubTypes.Type(ReferencedFile.Directory.class),
  @JsonSubTypes.Type(ReferencedFile.Present.class),
  @JsonSubTypes.Type(ReferencedFile.Absent.class),
  @JsonSubTypes.Type(ReferencedFile.OnNode.class),
  @JsonSubTypes.Type(ReferencedFile.OutOfScope.class),
  @JsonSubTypes.Type(ReferencedFile.Unreadable.class)
})
public sealed interface ReferencedFile {

  /** The path as the component is given it, which may differ from the node's. */
  String path();

  /**
   * An AuthorizationConfiguration: the authorizers' types and names, and nothing else of it.
   *
   * @param hostPath the file's path on the node
   * @param apiVersion its {@code apiVersion}
   * @param excerpt its lines, as far as they hold types and names only
   */
  record Authorization(
      String path,
      String hostPath,
      String apiVersion,
      List<Authorizer> authorizers,
      Excerpt excerpt)
      implements ReferencedFile {
    public Authorization {
      authorizers = List.copyOf(authorizers);
    }
  }

  /**
   * One entry of {@code authorizers}.
   *
   * @param type e.g. {@code RBAC}
   * @param name the name that the administrator gave it
   * @param place the lines of the whole entry
   * @param webhook whether it has a {@code webhook} stanza
   * @param settings that stanza's plain settings by path, such as {@code failurePolicy} and {@code
   *     connectionInfo.type}; no address and no file of credentials
   */
  record Authorizer(
      String type,
      String name,
      SourceLocation place,
      Presence webhook,
      Map<String, String> settings) {
    public Authorizer {
      settings = Map.copyOf(settings);
    }
  }

  /** Whether an optional part of a file is there. */
  enum Presence {
    PRESENT,
    ABSENT
  }

  /**
   * A policy file of the ABAC authorizer: the rules that name no user of their own. Who else is
   * named stays on the node.
   *
   * @param hostPath the file's path on the node
   * @param rules rules whose user is empty, {@code *} or {@code system:anonymous}
   */
  record AbacPolicy(String path, String hostPath, List<AbacRule> rules) implements ReferencedFile {
    public AbacPolicy {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One line of an ABAC policy file, as written.
   *
   * @param version {@code v1beta1}, or {@code v0} for a line without apiVersion and kind
   * @param user empty, {@code *} or {@code system:anonymous}
   * @param group as written when empty, {@code *} or a system group; {@code (named)} otherwise
   */
  record AbacRule(
      int line,
      String version,
      String user,
      String group,
      String namespace,
      String resource,
      String apiGroup) {}

  /**
   * A configuration file: the settings that controls ask for, and none that could be a secret.
   *
   * @param hostPath the file's path on the node
   * @param apiVersion its {@code apiVersion}
   * @param documentKind its {@code kind}
   * @param excerpt its lines, as far as they hold those settings only
   */
  record Document(
      String path,
      String hostPath,
      String apiVersion,
      String documentKind,
      List<Setting> settings,
      Excerpt excerpt)
      implements ReferencedFile {
    public Document {
      settings = List.copyOf(settings);
    }
  }

  /**
   * A directory of configuration files, in the order that the component merges them in.
   *
   * @param hostPath the directory's path on the node
   */
  record Directory(String path, String hostPath, List<ReferencedFile> documents)
      implements ReferencedFile {
    public Directory {
      documents = List.copyOf(documents);
    }
  }

  /**
   * A file or directory that is there; what it holds stays on the node, such as credentials.
   *
   * @param hostPath its path on the node
   * @param certificates the SHA-256 of each certificate in it, in lower-case hex, for a file of
   *     certificate authorities; empty for any other
   */
  record Present(String path, String hostPath, List<String> certificates)
      implements ReferencedFile {
    public Present {
      certificates = List.copyOf(certificates);
    }
  }

  /** There is no file where the component would look for it. */
  record Absent(String path, String hostPath) implements ReferencedFile {}

  /** A file that will lie on a node, which is not in the repository. */
  record OnNode(String path) implements ReferencedFile {}

  /**
   * A file of the node that lies outside of the directories that could be read, so that nothing is
   * known of it, not even whether it is there.
   *
   * @param hostPath where on the node it would lie, links resolved as far as they could be followed
   */
  record OutOfScope(String path, String hostPath) implements ReferencedFile {

    /** What is said of such a file, behind its path. */
    public static final String WHY =
        "lies outside of the directories that were made readable; add its directory to the"
            + " operator's PLUMBLINE_HOST_PATHS";
  }

  /**
   * A file that couldn't be read, or that its reader refuses.
   *
   * @param why a sentence for people
   */
  record Unreadable(String path, String why) implements ReferencedFile {}
}
