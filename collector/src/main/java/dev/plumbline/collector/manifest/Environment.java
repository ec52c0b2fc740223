package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The environment variables of a container or process, as far as they are known. */
public final class Environment {

  /** What a variable holds. */
  public sealed interface Value {
    record Known(String text) implements Value {}

    /** It is set, to something that only the running container has. */
    record Hidden(Shape shape) implements Value {

      /** Of which nothing is known. */
      public Hidden() {
        this(Shape.ANY);
      }
    }

    record Unset() implements Value {}
  }

  /** What is known of a value that is not known itself. */
  enum Shape {
    ANY,
    /** Neither empty nor with blanks or characters of patterns: a name, an address, a number. */
    ONE_WORD
  }

  /**
   * The variables that the kubelet sets for every Service, which a manifest doesn't show.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">
   *     Service environment variables</a>
   */
  private static final Pattern SERVICE_VARIABLE =
      Pattern.compile(
          "[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  private final Map<String, Value> variables = new HashMap<>();

  public void set(String name, Value value) {
    variables.put(name, value);
  }

  Environment copy() {
    Environment copy = new Environment();
    copy.variables.putAll(variables);
    return copy;
  }

  public Value get(String name) {
    Value value = variables.get(name);
    if (value != null) {
      return value;
    }
    return name.length() <= 256 && SERVICE_VARIABLE.matcher(name).matches()
        ? new Value.Hidden()
        : new Value.Unset();
  }

  /**
   * Expands {@code $(NAME)} as the kubelet does for command, args and env: an unset name stays as
   * written, {@code $$} is one dollar sign.
   */
  Argument expand(Argument raw) {
    StringBuilder out = new StringBuilder();
    Resolution resolution = raw.resolution();
    String text = raw.value();
    int i = 0;
    while (i < text.length()) {
      int close = text.startsWith("$(", i) ? text.indexOf(')', i + 2) : -1;
      if (text.startsWith("$$", i)) {
        out.append('$');
        i += 2;
      } else if (close > 0) {
        Value value = get(text.substring(i + 2, close));
        if (value instanceof Value.Known known) {
          out.append(known.text());
        } else {
          out.append(text, i, close + 1);
          resolution = value instanceof Value.Hidden ? Resolution.UNRESOLVED : resolution;
        }
        i = close + 1;
      } else {
        out.append(text.charAt(i));
        i++;
      }
    }
    return new Argument(out.toString(), resolution, raw.place());
  }
}
