package dev.plumbline.repository;

import dev.plumbline.collector.argument.ArgumentLines;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Program;
import dev.plumbline.evidence.Component;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of nothing but arguments, named for the component that it starts, such as MicroK8s' {@code
 * args/kube-apiserver}.
 *
 * @see <a href="https://microk8s.io/docs/configuring-services">MicroK8s' files</a>
 */
final class ArgumentFile {

  private ArgumentFile() {}

  /** Whether a file's name is that of a component. */
  static boolean isName(String name) {
    return Component.NAMES.contains(name.substring(name.lastIndexOf('/') + 1));
  }

  /** The component that a file starts; empty when it is no file of arguments. */
  static Optional<String> componentOf(String name, String text) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    boolean arguments =
        text.lines()
            .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
            .findFirst()
            .filter(line -> line.strip().startsWith("--"))
            .isPresent();
    return Component.NAMES.stream().filter(last::equals).filter(known -> arguments).findFirst();
  }

  static void read(String component, ComponentSink into) {
    Map<String, String> variables = new HashMap<>();
    for (Program program : Distributions.programs()) {
      program.argumentFiles().ifPresent(files -> variables.putAll(files.variables()));
    }
    SourceFile source = into.source();
    Tree start =
        new Tree.Scalar("", Tree.Kind.STRING, Tree.Origin.SHARED, new Tree.Span(1, 0, 1, 0));
    into.arguments(
        component,
        "",
        start,
        List.copyOf(
            new ArgumentLines(source.name(), source.parts().get(0).text(), variables).arguments()));
  }
}
