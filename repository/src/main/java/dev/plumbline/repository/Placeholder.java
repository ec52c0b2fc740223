package dev.plumbline.repository;

import java.util.regex.Pattern;

/**
 * Values that another tool replaces before a file is used, so that what is written is not final.
 */
final class Placeholder {

  /** What SOPS writes in place of an encrypted value. */
  private static final String ENCRYPTED = "ENC[AES256_GCM,";

  /** Go templates and Jinja, shell and envsubst, ERB. */
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{|\\{%|\\$\\{|<%");

  private Placeholder() {}

  static boolean isEncrypted(String value) {
    return value.contains(ENCRYPTED);
  }

  /** Whether a template is to be rendered before the value is known. */
  static boolean isTemplate(String value) {
    return TEMPLATE.matcher(value).find();
  }

  static boolean isIn(String value) {
    return isEncrypted(value) || isTemplate(value);
  }
}
