package dev.plumbline.collector.manifest;

import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds components among a pod's containers. */
final class PodReader {

  private final String file;
  private final String text;
  private final Function<Container, ReferencedFiles> files;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, ProcessContext> contexts = new HashMap<>();

  /**
   * @param text the whole file, for the lines of a patch
   * @param files reads the files that a container names
   */
  PodReader(String file, String text, Function<Container, ReferencedFiles> files) {
    this.file = file;
    this.text = text;
    this.files = files;
  }

  PodComponents read(List<Container> containers) {
    for (Container container : containers) {
      for (String component : Component.NAMES) {
        add(component, container);
      }
    }
    return new PodComponents(components, problems, contexts);
  }

  private void add(String component, Container container) {
    Entrypoint entrypoint = new EntrypointResolver(component, container).resolve();
    if (entrypoint instanceof Entrypoint.Undetermined undetermined) {
      SourceLocation place = SourceLocation.line(file, undetermined.line());
      problems.add(new Problem(component, place, undetermined.why()));
      if (container.isNamed(component)) {
        undetermined(component, container, place);
      }
    } else if (entrypoint instanceof Entrypoint.Found found) {
      add(component, container, found);
    }
  }

  /** Its manifest's mode and owner, and its process's mounts, are known nevertheless. */
  private void undetermined(String component, Container container, SourceLocation place) {
    contexts.putIfAbsent(component, ProcessContext.in(container.mounts()));
    components.add(
        new Component(
            component,
            Component.Source.MANIFEST,
            place,
            container.image(),
            List.of(Argument.wholeCommandLine(place)),
            List.of(),
            Visibility.NOT_OBSERVED,
            Map.of(),
            List.of(),
            Excerpt.none()));
  }

  private void add(String component, Container container, Entrypoint.Found found) {
    SourceLocation place = found.program().place();
    List<Variable> environment =
        component.equals("etcd") ? EtcdEnvironment.of(found.environment(), place) : List.of();
    contexts.put(
        component, new ProcessContext(container.mounts(), environment, Visibility.OBSERVED));
    ReferencedFiles.Result named =
        files.apply(container).read(component, found.arguments(), environment);
    components.add(
        new Component(
            component,
            Component.Source.MANIFEST,
            place,
            container.image(),
            found.arguments(),
            environment,
            Visibility.OBSERVED,
            named.attributes(),
            named.files(),
            ManifestExcerpt.of(file, text, container.words())));
  }
}
