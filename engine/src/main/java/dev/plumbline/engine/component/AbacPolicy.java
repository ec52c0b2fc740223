package dev.plumbline.engine.component;

import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.AbacRule;
import java.util.Set;

/**
 * Whom an ABAC policy lets in.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/abac/">ABAC mode</a>
 */
final class AbacPolicy {

  private AbacPolicy() {}

  /** Whether every user, or every anonymous one, may read every Secret. */
  static boolean letsEverybodyReadSecrets(ReferencedFile.AbacPolicy policy) {
    return policy.rules().stream().anyMatch(AbacPolicy::letsEverybodyReadSecrets);
  }

  /**
   * As the ABAC authorizer matches: in lines of the old form an empty field stands for everything;
   * in v1beta1 {@code *} does, and an empty namespace matches requests across all namespaces.
   */
  private static boolean letsEverybodyReadSecrets(AbacRule rule) {
    boolean old = rule.version().equals("v0");
    boolean everywhere = rule.namespace().isEmpty() || rule.namespace().equals("*");
    boolean secrets =
        Set.of("*", "secrets").contains(rule.resource()) || old && rule.resource().isEmpty();
    boolean coreGroup = old || rule.apiGroup().isEmpty() || rule.apiGroup().equals("*");
    return isEverybody(rule, old) && everywhere && secrets && coreGroup;
  }

  /**
   * A star by user or by group stands for all authenticated users, whatever the other field holds:
   * truth/rows.yaml has what a real server does.
   */
  private static boolean isEverybody(AbacRule rule, boolean old) {
    if (rule.user().equals("system:anonymous")) {
      return Set.of("", "*", "system:unauthenticated").contains(rule.group());
    }
    return rule.user().equals("*")
        || Set.of("*", "system:authenticated", "system:unauthenticated").contains(rule.group())
        || old && rule.group().isEmpty();
  }
}
