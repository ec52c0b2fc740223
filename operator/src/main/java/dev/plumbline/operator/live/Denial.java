package dev.plumbline.operator.live;

import java.util.regex.Pattern;

/**
 * Why an API server refuses to create an object. Its Status has no field that tells admission from
 * the rest, so that the words of its message have to: {@code truth/admission} has them.
 */
enum Denial {
  /** Refused for what it holds, by an admission plugin, a policy or a webhook. */
  Admission,
  /** The account has no right to create it. */
  Rights,
  Quota,
  /** A pod needs a service account. */
  Account,
  Terminating,
  /** A webhook with side effects is never asked about a dry run. */
  NoDryRun,
  /**
   * No refusal by admission: an invalid object, no such namespace, a conflict, too many requests.
   */
  Other;

  private static final Pattern BY_WEBHOOK =
      Pattern.compile("admission webhook \"[^\"]+\" denied the request.*", Pattern.DOTALL);

  private static final Pattern NO_DRY_RUN =
      Pattern.compile("admission webhook \"[^\"]+\" does not support dry run.*", Pattern.DOTALL);

  private static final Pattern QUOTA =
      Pattern.compile(
          "(exceeded quota|failed quota|status unknown for quota|insufficient quota).*");

  /** Of an API server with --allow-privileged=false, which the object's validation enforces. */
  private static final String BY_VALIDATION = "disallowed by cluster policy";

  /**
   * Classifies a message.
   *
   * @param object that was refused
   */
  static Denial of(String message, DryRunObject object) {
    if (NO_DRY_RUN.matcher(message).matches()) {
      return NoDryRun;
    }
    if (BY_WEBHOOK.matcher(message).matches()) {
      return Admission;
    }
    if (message.startsWith(object.resource() + " is forbidden: User ")) {
      return Rights;
    }
    if (message.startsWith(object.kind() + " \"" + object.name() + "\" is invalid: ")) {
      return message.contains(BY_VALIDATION) ? Admission : Other;
    }
    // Rights are about the resource, admission names the object.
    String prefix = object.resource() + " \"" + object.name() + "\" is forbidden: ";
    return message.startsWith(prefix) ? ofAdmission(message.substring(prefix.length())) : Other;
  }

  private static Denial ofAdmission(String why) {
    if (QUOTA.matcher(why).lookingAt()) {
      return Quota;
    }
    if (why.startsWith("unable to create new content in namespace")) {
      return Terminating;
    }
    if (why.startsWith("error looking up service account")) {
      return Account;
    }
    // A plugin that has not yet read what it needs.
    return why.startsWith("not yet ready to handle request") ? Other : Admission;
  }
}
