package dev.plumbline.live;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running component as it describes itself at an endpoint.
 *
 * @param component its flags; one whole command line that is not known where it did not answer
 * @param problems why it did not answer; empty when it did
 */
public record LiveComponent(Component component, List<Problem> problems) {

  public LiveComponent {
    problems = List.copyOf(problems);
  }

  /**
   * Evidence of an answer, or of why there is none.
   *
   * @param name the component's name, e.g. {@code kube-apiserver}
   * @param url where it was asked, which is the place of every value
   */
  public static LiveComponent of(String name, String url, Flagz answer) {
    SourceLocation place = SourceLocation.line(url, 1);
    if (answer instanceof Flagz.Unreadable unreadable) {
      return new LiveComponent(
          component(name, place, List.of(Argument.wholeCommandLine(place))),
          List.of(new Problem(name, place, unreadable.why())));
    }
    Map<String, String> flags = new TreeMap<>(((Flagz.Answered) answer).flags());
    return new LiveComponent(
        component(
            name,
            place,
            flags.entrySet().stream()
                .map(flag -> Argument.known("--" + flag.getKey() + "=" + flag.getValue(), place))
                .toList()),
        List.of());
  }

  private static Component component(String name, SourceLocation place, List<Argument> arguments) {
    return new Component(
        name,
        Source.LIVE,
        place,
        "",
        arguments,
        List.of(),
        Visibility.NOT_OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }
}
