package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.AbacRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of an ABAC policy file, one JSON object a line. Whom a rule names stays on the node,
 * unless it is everybody or whoever does not authenticate.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/abac/">ABAC policy file
 *     format</a>
 */
public final class AbacFile {

  /** Go's bufio.Scanner gives up on a longer line, and the API server doesn't start. */
  private static final int MAX_LINE = 64 * 1024;

  /** The user of every request without credentials. */
  private static final String ANONYMOUS = "system:anonymous";

  private AbacFile() {}

  public static ReferencedFile parse(String path, FileContent.Text content) {
    List<AbacRule> rules = new ArrayList<>();
    int number = 0;
    for (String line : content.text().split("\n", -1)) {
      number++;
      String trimmed = line.strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      try {
        if (line.length() >= MAX_LINE) {
          throw new InvalidDocumentException(
              number, "is too long: the API server refuses to start");
        }
        rule(number, line).ifPresent(rules::add);
      } catch (InvalidDocumentException e) {
        return new ReferencedFile.Unreadable(
            path, content.path() + " line " + number + " " + e.why());
      }
    }
    return new ReferencedFile.AbacPolicy(path, content.path(), rules);
  }

  private static Optional<AbacRule> rule(int number, String line) throws InvalidDocumentException {
    if (!(Document.parse(line) instanceof Tree.Mapping policy)) {
      throw new InvalidDocumentException(number, "is no policy: the API server refuses to start");
    }
    boolean versioned = policy.get("kind").isPresent() && policy.get("apiVersion").isPresent();
    Tree.Mapping fields = policy;
    if (versioned) {
      if (!policy.string("kind").equals("Policy")
          || !policy.string("apiVersion").equals("abac.authorization.kubernetes.io/v1beta1")) {
        throw new InvalidDocumentException(number, "is of a kind or version that isn't known");
      }
      Optional<Tree> spec = policy.get("spec");
      if (spec.isEmpty()) {
        return Optional.empty();
      }
      if (!(spec.get() instanceof Tree.Mapping mapping)) {
        throw new InvalidDocumentException(number, "has a spec that isn't an object");
      }
      fields = mapping;
    }
    String user = fields.string("user");
    if (!user.isEmpty() && !user.equals("*") && !user.equals(ANONYMOUS)) {
      return Optional.empty();
    }
    return Optional.of(
        new AbacRule(
            number,
            versioned ? "v1beta1" : "v0",
            user,
            publicGroup(fields.string("group")),
            fields.string("namespace"),
            fields.string("resource"),
            fields.string("apiGroup")));
  }

  private static String publicGroup(String group) {
    return group.isEmpty() || group.equals("*") || group.startsWith("system:") ? group : "(named)";
  }
}
