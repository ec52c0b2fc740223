package dev.plumbline.live;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running component as it describes itself at an endpoint.
 *
 * @param component its flags, or a kubelet's configuration; one whole command line that is not
 *     known where it did not answer
 * @param problems why it did not answer; empty when it did
 */
public record LiveComponent(Component component, List<Problem> problems) {

  private static final String KUBELET = "kubelet";

  public LiveComponent {
    problems = List.copyOf(problems);
  }

  /** The same of a component whose version is not known. */
  public static LiveComponent of(String name, String url, Flagz answer) {
    return of(name, url, "", answer);
  }

  /**
   * Evidence of an answer, or of why there is none.
   *
   * @param name the component's name, e.g. {@code kube-apiserver}
   * @param url where it was asked, which is the place of every value
   * @param version its own, as it says; empty when it does not
   */
  public static LiveComponent of(String name, String url, String version, Flagz answer) {
    SourceLocation place = SourceLocation.line(url, 1);
    if (answer instanceof Flagz.Unreadable unreadable) {
      return silent(name, place, unreadable.why());
    }
    Map<String, String> flags = new TreeMap<>(((Flagz.Answered) answer).flags());
    return new LiveComponent(
        component(
            name,
            place,
            version,
            flags.entrySet().stream()
                .map(flag -> Argument.known("--" + flag.getKey() + "=" + flag.getValue(), place))
                .toList(),
            List.of()),
        List.of());
  }

  /**
   * Evidence of a kubelet's answer, or of why there is none.
   *
   * @param url where it was asked, without anything that differs from node to node
   */
  public static LiveComponent ofKubelet(String url, Configz answer) {
    SourceLocation place = SourceLocation.line(url, 1);
    return answer instanceof Configz.Answered answered
        ? new LiveComponent(
            component(KUBELET, place, "", List.of(), List.of(answered.configuration())), List.of())
        : silent(KUBELET, place, ((Configz.Unreadable) answer).why());
  }

  /**
   * A component that is there and of which nothing is known.
   *
   * @param place where it would be asked
   * @param why continues the place
   */
  public static LiveComponent silent(String name, SourceLocation place, String why) {
    return new LiveComponent(
        component(name, place, "", List.of(Argument.wholeCommandLine(place)), List.of()),
        List.of(new Problem(name, place, why)));
  }

  private static Component component(
      String name,
      SourceLocation place,
      String version,
      List<Argument> arguments,
      List<ReferencedFile> files) {
    return new Component(
        name,
        Source.LIVE,
        place,
        version,
        arguments,
        List.of(),
        Visibility.NOT_OBSERVED,
        Map.of(),
        files,
        Excerpt.none());
  }
}
