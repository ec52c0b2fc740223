package dev.plumbline.engine.flags;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random argument lists for a component's flags. */
final class CommandLines {

  static final List<String> COMPONENTS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kube-proxy",
          "kubelet",
          "etcd");

  /** The types that cluster/oracle declares with the same parser as the component. */
  private static final List<String> ASKED =
      List.of(
          "bool",
          "int",
          "int32",
          "int64",
          "uint",
          "uint64",
          "float32",
          "float64",
          "duration",
          "ip",
          "string",
          "stringSlice",
          "stringArray",
          "int32Slice",
          "stringToString",
          "mapStringBool",
          "namedCertKey",
          "portRange",
          "Level",
          "pattern=N,...");

  /**
   * @param component its name
   * @param arguments what it is started with
   */
  record CommandLine(String component, List<String> arguments) {}

  private CommandLines() {}

  static Arbitrary<CommandLine> any() {
    return Arbitraries.of(COMPONENTS)
        .flatMap(
            component ->
                argument(component)
                    .list()
                    .ofMaxSize(6)
                    .map(parts -> parts.stream().flatMap(List::stream).toList())
                    .map(arguments -> new CommandLine(component, arguments)));
  }

  private static Arbitrary<List<String>> argument(String component) {
    Arbitrary<String> names =
        Arbitraries.of(
            GoAnswer.table(component).flags().stream()
                .filter(flag -> ASKED.contains(flag.type()))
                .map(FlagDefinition::name)
                .toList());
    return Arbitraries.frequencyOf(
        Tuple.of(6, Combinators.combine(names, value()).as((n, v) -> List.of("--" + n + "=" + v))),
        Tuple.of(3, Combinators.combine(names, value()).as((n, v) -> List.of("--" + n, v))),
        Tuple.of(2, names.map(name -> List.of("--" + name))),
        Tuple.of(1, names.map(name -> List.of("--" + name.replace('-', '_')))),
        Tuple.of(1, names.map(name -> List.of("-" + name))),
        Tuple.of(1, text("-=_hv test.1").map(List::of)));
  }

  static Arbitrary<String> value() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.of("true", "false", "1", "0", "4", "10s", "a,b", "a=b", "::1", "")),
        Tuple.of(2, text("0123456789.-+_xXob")),
        Tuple.of(2, text("0123456789.-+hmsunµ")),
        Tuple.of(2, text("ab\",\n\r= ")),
        Tuple.of(1, text("0123456789abcf:.")),
        Tuple.of(1, text("0123456789eE.+-xpinfa")));
  }

  static Arbitrary<String> text(String alphabet) {
    return Arbitraries.strings().withChars(alphabet.toCharArray()).ofMaxLength(12);
  }
}
