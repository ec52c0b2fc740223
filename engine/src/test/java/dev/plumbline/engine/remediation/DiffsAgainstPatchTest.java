package dev.plumbline.engine.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.flags.FlagParser;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The program {@code patch} makes of a manifest and our diff exactly what the edits say. */
class DiffsAgainstPatchTest {

  private static final String FILE = "etc/kubernetes/manifests/kube-apiserver.yaml";

  private static final List<Path> PATCH =
      Stream.of("/usr/bin/patch", "/usr/local/bin/patch", "/bin/patch").map(Path::of).toList();

  /**
   * A flag and its new value.
   *
   * @param value empty to leave out the flag
   */
  record Edit(String flag, Optional<String> value) {}

  @Provide
  Arbitrary<String> manifests() {
    return Combinators.combine(
            Arbitraries.of("# a comment\n", "", "---\n", "# one\n\n# two\n"),
            lists(),
            Arbitraries.of("    image: registry.k8s.io/kube-apiserver:v1.36.3\n", ""),
            Arbitraries.of("", "  hostNetwork: true\n", "  # the end\n", "status: {}", "\n\n"))
        .as(
            (head, list, image, tail) ->
                head
                    + "apiVersion: v1\nkind: Pod\nmetadata:\n  name: kube-apiserver\nspec:\n"
                    + "  containers:\n  - name: kube-apiserver\n"
                    + list
                    + image
                    + tail);
  }

  private static Arbitrary<String> lists() {
    return arguments()
        .list()
        .ofMaxSize(7)
        .flatMap(
            arguments ->
                Arbitraries.oneOf(
                    block(arguments, "    command:\n    - kube-apiserver\n", "    - "),
                    block(arguments, "    command:\n      - kube-apiserver\n", "      - "),
                    block(arguments, "    command:\n    -   'kube-apiserver'\n", "    -   "),
                    block(arguments, "    command: [kube-apiserver]\n    args:\n", "    - "),
                    block(arguments, "    command: [kube-apiserver, --v=1]\n    args:\n", "    - "),
                    Arbitraries.just(
                        "    command: [kube-apiserver]\n    args: ["
                            + String.join(", ", arguments)
                            + "]\n"),
                    Arbitraries.just(
                        "    command:\n    - kube-apiserver\n    args: ["
                            + String.join(", ", arguments)
                            + "]\n"),
                    Arbitraries.just(
                        "    command: ["
                            + String.join(", ", prepended("kube-apiserver", arguments))
                            + "]\n"),
                    Arbitraries.just(
                        "    command: [\n      "
                            + String.join(",\n      ", prepended("kube-apiserver", arguments))
                            + "\n    ]\n")));
  }

  private static List<String> prepended(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private static Arbitrary<String> block(List<String> arguments, String head, String dash) {
    Arbitrary<String> after =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just("\n")),
            Tuple.of(1, Arbitraries.of(" # why\n", "\n    # why\n", "\n\n")));
    return after
        .list()
        .ofSize(arguments.size())
        .map(
            ends -> {
              StringBuilder list = new StringBuilder(head);
              for (int i = 0; i < ends.size(); i++) {
                list.append(dash).append(arguments.get(i)).append(ends.get(i));
              }
              return list.toString();
            });
  }

  private static Arbitrary<String> arguments() {
    Arbitrary<String> plain =
        Arbitraries.of(
            "--profiling=true",
            "--profiling",
            "--authorization-mode=AlwaysAllow",
            "--authorization_mode=Node",
            "--enable-admission-plugins=NodeRestriction",
            "--audit-log-maxage=30",
            "--v=4",
            "-v4",
            "--token-auth-file=/etc/kubernetes/tokens",
            "--anonymous-auth=false",
            "--tls-cert-file=/é/ü.crt");
    return Combinators.combine(plain, Arbitraries.of("", "", "'", "\""))
        .as((argument, quote) -> quote + argument + quote);
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<String> flags =
        Arbitraries.of(
            "authorization-mode",
            "profiling",
            "audit-log-maxage",
            "anonymous-auth",
            "enable-admission-plugins",
            "token-auth-file",
            "zz-last",
            "v");
    Arbitrary<Optional<String>> values =
        Arbitraries.of(
                "false",
                "Node,RBAC",
                "30",
                "",
                "a b",
                "a #b",
                "a: b",
                "a:",
                "say \"yes\"",
                "\\",
                "{a}",
                "[b]",
                "it's",
                "é😀",
                "a,\"b,c\"")
            .optional(0.8);
    return Combinators.combine(flags, values)
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .uniqueElements(Edit::flag);
  }

  @Property(tries = 100)
  void patchMakesTheEditedFile(
      @ForAll("manifests") String manifest, @ForAll("edits") List<Edit> edits)
      throws IOException, InterruptedException {
    Assume.that(patch().isPresent());
    Path root = Files.createTempDirectory("plumbline-patch");
    try {
      assertPatched(root, manifest, edits);
    } finally {
      delete(root);
    }
  }

  private static void assertPatched(Path root, String manifest, List<Edit> edits)
      throws IOException, InterruptedException {
    Path file = root.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, manifest);
    Optional<Component> component = component(root);
    Optional<Remedy> remedy = component.flatMap(read -> remedy(read, edits));
    Optional<String> diff = remedy.flatMap(r -> new UnifiedDiff(r.excerpt()).of(r.edits()));
    Assume.that(diff.isPresent());

    assertThat(run(root, diff.orElseThrow()))
        .as(diff.orElseThrow())
        .isEqualTo("patching file " + FILE + "\n");
    assertThat(Files.readString(file))
        .as(diff.orElseThrow())
        .isEqualTo(edited(manifest, remedy.orElseThrow().edits()));
    assertThat(texts(component(root).orElseThrow()))
        .as(diff.orElseThrow())
        .isEqualTo(texts(remedy.orElseThrow().result()));
  }

  private static Optional<Component> component(Path root) {
    return new Collector(Duration.ofSeconds(20))
        .collectHost(root).components().stream()
            .filter(component -> component.name().equals("kube-apiserver"))
            .findFirst();
  }

  private static Optional<Remedy> remedy(Component component, List<Edit> edits) {
    Release release = Release.of("kube-apiserver", "v1.36.3", "test").orElseThrow();
    FlagTable table = FlagTable.candidates("kube-apiserver", release).get(0);
    if (!(FlagParser.parse(table, component.arguments()) instanceof ParsedFlags.Accepted flags)) {
      return Optional.empty();
    }
    FlagEdits flagEdits = new FlagEdits(component, flags);
    for (Edit edit : edits) {
      if (edit.value().isPresent()) {
        flagEdits.set(edit.flag(), edit.value().get());
      } else {
        flagEdits.unset(edit.flag());
      }
    }
    return flagEdits.remedy();
  }

  private static List<String> texts(Component component) {
    return component.arguments().stream().map(Argument::value).toList();
  }

  /** The edits by offsets into the whole file, from its end to its start. */
  private static String edited(String text, List<TextEdit> edits) {
    StringBuilder edited = new StringBuilder(text);
    edits.stream()
        .sorted(
            Comparator.comparingInt(TextEdit::line).thenComparingInt(TextEdit::column).reversed())
        .forEach(
            edit ->
                edited.replace(
                    offset(text, edit.line(), edit.column()),
                    offset(text, edit.endLine(), edit.endColumn()),
                    edit.replacement()));
    return edited.toString();
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return text.offsetByCodePoints(start, column);
  }

  private static String run(Path root, String diff) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(patch().orElseThrow().toString(), "-p1")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    try (var input = process.outputWriter()) {
      input.write(diff);
    }
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return output + (process.waitFor() == 0 ? "" : "exit code " + process.exitValue());
  }

  private static Optional<Path> patch() {
    return PATCH.stream().filter(Files::isExecutable).findFirst();
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
