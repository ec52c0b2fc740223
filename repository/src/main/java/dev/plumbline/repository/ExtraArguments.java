package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Flags as installers' configurations list them. */
final class ExtraArguments {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private ExtraArguments() {}

  /** How strictly an installer decodes a value that should be text. */
  enum Decoding {
    /** A number or boolean without quotes is refused, as sigs.k8s.io/yaml does. */
    STRICT,
    /** Its text is taken, as go-yaml does. */
    LENIENT
  }

  /**
   * A mapping of flags to values, or kubeadm's list of {@code name} and {@code value}, whose order
   * kubeadm keeps: of two values for one flag the last counts.
   *
   * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">
   *     kubeadm's extraArgs</a>
   */
  static List<Argument> of(Tree.Mapping parent, String field, Decoding decoding, ComponentSink into)
      throws InvalidDocumentException {
    Tree arguments = parent.get(field).orElse(null);
    List<Argument> all = new ArrayList<>();
    if (arguments instanceof Tree.Sequence list) {
      for (Tree item : list.items()) {
        Tree.Mapping pair = Tree.mapping(item);
        Tree value = pair.get("value").orElse(item);
        all.add(into.argument(flag(pair.string("name"), item), pair.string("value"), value));
      }
    } else if (arguments != null) {
      for (Map.Entry<String, Tree> entry : Tree.mapping(arguments).entries().entrySet()) {
        for (Tree value : values(entry.getValue(), decoding)) {
          String flag = flag(entry.getKey(), value);
          all.add(into.argument(flag, text(value, decoding), value));
        }
      }
    }
    return all;
  }

  /** A list of arguments as the component is given them, such as {@code --profiling=false}. */
  static List<Argument> asGiven(Tree.Mapping parent, String field, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> all = new ArrayList<>();
    for (Tree item : Format.list(parent, field)) {
      all.add(Argument.known(text(item, Decoding.LENIENT), into.place(item)));
    }
    return all;
  }

  /** Arguments in one text, separated by blanks, as a script has them. */
  static List<Argument> inText(String text, Tree at, ComponentSink into) {
    return BLANKS
        .splitAsStream(text.replaceAll("^[\\s\"']+|[\\s\"']+$", ""))
        .filter(word -> !word.isEmpty())
        .map(word -> Argument.known(word, into.place(at)))
        .toList();
  }

  /** The flag that an argument sets; empty when it is none. */
  static String flagOf(Argument argument) {
    return argument.value().startsWith("--") ? argument.value().substring(2).split("=", 2)[0] : "";
  }

  /**
   * To the component {@code a_b} is {@code a-b}; an installer doesn't see that, and sets its own
   * beside it. What comes of both depends on the flag.
   */
  private static String flag(String name, Tree at) throws InvalidDocumentException {
    if (name.contains("_")) {
      throw new InvalidDocumentException(
          at.span().line(),
          "names a flag with '_', beside which the installer sets its own with '-'");
    }
    return name;
  }

  /** Talos takes a list of values too. */
  private static List<Tree> values(Tree value, Decoding decoding) {
    return decoding == Decoding.LENIENT && value instanceof Tree.Sequence list
        ? list.items()
        : List.of(value);
  }

  static String text(Tree value, Decoding decoding) throws InvalidDocumentException {
    return decoding == Decoding.LENIENT && value instanceof Tree.Scalar scalar
        ? scalar.text()
        : Tree.text(value);
  }

  /** A list as one flag's value, or a mapping as {@code key=value} pairs. */
  static String joined(Tree value) throws InvalidDocumentException {
    if (value instanceof Tree.Sequence list) {
      List<String> items = new ArrayList<>();
      for (Tree item : list.items()) {
        items.add(text(item, Decoding.LENIENT));
      }
      return String.join(",", items);
    }
    if (value instanceof Tree.Mapping mapping) {
      List<String> pairs = new ArrayList<>();
      for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
        pairs.add(entry.getKey() + "=" + text(entry.getValue(), Decoding.LENIENT));
      }
      return pairs.stream().sorted().collect(Collectors.joining(","));
    }
    return text(value, Decoding.LENIENT);
  }
}
