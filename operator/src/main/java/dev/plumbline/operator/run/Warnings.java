package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The warning events about one object: only they report a denied pod or a failing mount. */
record Warnings(List<Event> events) {

  /** Reasons of the last events, which report that a Job ended and not why it had no pod. */
  private static final Set<String> JOB_ENDED = Set.of("DeadlineExceeded", "BackoffLimitExceeded");

  /**
   * The kubelet's own words, in each release since hostPath volumes have a type:
   * github.com/kubernetes/kubernetes, pkg/volume/hostpath/host_path.go, checkTypeInternal.
   */
  private static final Pattern NOT_THERE =
      Pattern.compile("hostPath type check failed: (\\S+) is not a (?:directory|file)");

  Warnings {
    events = List.copyOf(events);
  }

  /** Reads those about the object with a UID. */
  static Warnings read(String uid, KubernetesClient client, String namespace) {
    return new Warnings(
        client
            .v1()
            .events()
            .inNamespace(namespace)
            .withField("involvedObject.uid", uid)
            .list()
            .getItems()
            .stream()
            .filter(event -> Objects.equals(event.getType(), "Warning"))
            .filter(event -> !JOB_ENDED.contains(Objects.toString(event.getReason(), "")))
            .toList());
  }

  /** The newest. */
  Optional<String> last() {
    return events.stream()
        .max(Comparator.comparing(Warnings::time))
        .map(event -> event.getReason() + ": " + event.getMessage());
  }

  /** Why no pod could be made for a Job: admission tells only the Job's controller. */
  Stream<Refusal> refusals() {
    return events.stream()
        .filter(event -> Objects.equals(event.getReason(), "FailedCreate"))
        .sorted(Comparator.comparing(Warnings::time).reversed())
        .map(event -> Refusal.reported(Objects.toString(event.getMessage(), "")))
        .limit(1);
  }

  /** The directories and files that could not be mounted since there is none. */
  List<String> missingHostPaths() {
    return events.stream()
        .filter(event -> Objects.equals(event.getReason(), "FailedMount"))
        .flatMap(event -> NOT_THERE.matcher(Objects.toString(event.getMessage(), "")).results())
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .sorted()
        .toList();
  }

  private static String time(Event event) {
    // Those of events.k8s.io, which the scheduler writes, have no lastTimestamp.
    return Stream.of(
            event.getLastTimestamp(),
            event.getEventTime() == null ? null : event.getEventTime().getTime(),
            event.getMetadata() == null ? null : event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }
}
