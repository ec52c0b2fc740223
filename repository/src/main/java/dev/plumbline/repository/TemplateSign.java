package dev.plumbline.repository;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What shows that a text is to be rendered before it is used.
 *
 * @param sign for people
 * @param line where, from 1
 */
record TemplateSign(String sign, int line) {

  /** Names that tools give to templates: Ansible, Helm, gomplate, Terraform, ERB. */
  private static final Pattern TEMPLATE_NAME =
      Pattern.compile(".*\\.(j2|jinja2?|tpl|tmpl|gotmpl|tftpl|erb)");

  /** Go templates, Jinja, ERB, and what Terraform has for loops and conditions. */
  private static final Pattern SIGN = Pattern.compile("\\{\\{|\\{%|<%|%\\{");

  /**
   * Conditions and loops that a comment of YAML hides from its reader: what they enclose may not be
   * there once the template is rendered.
   */
  private static final Pattern IN_COMMENT =
      Pattern.compile(
          "(?m)^[ \\t]*+#[^\\n]*?(\\{%|\\{\\{-?\\s*+(?:if|range|with|else|end|include)\\b|<%)");

  static boolean isTemplateName(String name) {
    return TEMPLATE_NAME.matcher(name).matches();
  }

  /** The ending of a template's name, where nothing else shows that it is one. */
  static TemplateSign ofEnding(String name) {
    return new TemplateSign(name.substring(name.lastIndexOf('.')), 1);
  }

  /** The sign in a text that is no YAML. {@code ${...}} is none: it is a plain value. */
  static Optional<TemplateSign> of(String name, String text) {
    Optional<TemplateSign> found = first(SIGN, 0, text);
    return found.isEmpty() && isTemplateName(name) ? Optional.of(ofEnding(name)) : found;
  }

  /** The sign in a text that may be YAML, and whose structure is not known all the same. */
  static Optional<TemplateSign> ofStructure(String name, String text) {
    Optional<TemplateSign> inComment = first(IN_COMMENT, 1, text);
    return inComment.isEmpty() && isTemplateName(name) ? first(SIGN, 0, text) : inComment;
  }

  private static Optional<TemplateSign> first(Pattern pattern, int group, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    long line = 1 + text.substring(0, found.start(group)).chars().filter(c -> c == '\n').count();
    String opening = found.group(group).substring(0, 2);
    String closing =
        switch (opening) {
          case "{{" -> "}}";
          case "{%" -> "%}";
          case "<%" -> "%>";
          default -> "}";
        };
    return Optional.of(new TemplateSign(opening + " ... " + closing, (int) line));
  }
}
