package dev.plumbline.engine.flags;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which release of its program a component is taken to be. */
public sealed interface Release {

  /**
   * A release that is known.
   *
   * @param version e.g. {@code v1.36.3}
   * @param basis what names it, for people, e.g. {@code the image tag}
   * @param runs whether the component runs it, or will
   */
  record Known(String version, String basis, Runs runs) implements Release {

    /** A release that evidence names. */
    public Known(String version, String basis) {
      this(version, basis, Runs.NOW);
    }

    /** The same as what the component is to be started with. */
    public Known planned() {
      return new Known(version, basis, Runs.AFTER_AN_UPGRADE);
    }

    /** E.g. {@code 1.36}. */
    String minor() {
      Matcher matcher = START.matcher(version);
      return matcher.lookingAt() ? matcher.group(1) + "." + matcher.group(2) : "";
    }
  }

  /** When a component runs a release. */
  enum Runs {
    NOW,
    /** That it runs with some arguments now says nothing of whether this release takes them. */
    AFTER_AN_UPGRADE
  }

  /** Nothing names it: what releases differ in is unknown. */
  record Unknown() implements Release {}

  /** A version's start; kubeadm's configuration may name one by a label such as stable-1.36. */
  Pattern START = Pattern.compile("(?:stable-|latest-)?v?(\\d{1,2})\\.(\\d{1,3})(?=[.+_-]|$)");

  /**
   * The release that a text names.
   *
   * @param component the program: etcd has versions of its own
   * @param text an image reference, or a version
   * @return empty when it names none, as a digest or the tag {@code latest}
   */
  static Optional<Known> of(String component, String text, String basis) {
    String version = tag(text);
    Matcher matcher = START.matcher(version);
    String major = component.equals("etcd") ? "3" : "1";
    return matcher.lookingAt() && matcher.group(1).equals(major)
        ? Optional.of(new Known(version.replaceFirst("^(stable|latest)-", ""), basis))
        : Optional.empty();
  }

  /**
   * The tag of an image reference, as the registry's grammar has it: behind the last colon of what
   * follows the last slash, without a digest. A text without either is a version.
   */
  private static String tag(String image) {
    int at = image.indexOf('@');
    String name = at < 0 ? image : image.substring(0, at);
    int slash = name.lastIndexOf('/');
    String last = name.substring(slash + 1);
    int colon = last.lastIndexOf(':');
    if (colon >= 0) {
      return last.substring(colon + 1);
    }
    return slash < 0 && at < 0 ? last : "";
  }
}
