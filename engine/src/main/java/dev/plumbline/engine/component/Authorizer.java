package dev.plumbline.engine.component;

/**
 * An authorizer in force.
 *
 * @param type e.g. {@code RBAC}
 * @param admission whom it lets in
 */
public record Authorizer(String type, Admission admission) {

  /** Whom an authorizer lets in. */
  public enum Admission {
    /** What it has rules for. */
    BY_RULE,
    /** Everybody: it has no rules, or a rule that lets every user read every Secret. */
    EVERYBODY
  }
}
