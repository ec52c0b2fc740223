package dev.plumbline.distribution;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a node or cluster is recognised as. */
public sealed interface Recognized {

  /**
   * One distribution.
   *
   * @param basis what it is recognised by, for people, e.g. {@code the version v1.33.1+k3s1}
   */
  record As(Distribution distribution, String basis) implements Recognized {
    @Override
    public List<Distribution> distributions() {
      return List.of(distribution);
    }
  }

  /**
   * Several distributions claim it, each by something just as strong.
   *
   * @param basis what each is recognised by, for people
   */
  record Ambiguous(List<Distribution> distributions, String basis) implements Recognized {
    public Ambiguous {
      distributions = List.copyOf(distributions);
    }
  }

  /** Nothing marks it: it is taken for Kubernetes itself. */
  record None() implements Recognized {
    @Override
    public List<Distribution> distributions() {
      return List.of();
    }
  }

  /** Every one that it may be. */
  List<Distribution> distributions();

  static Recognized of(Map<Distribution, String> found) {
    if (found.size() == 1) {
      var one = found.entrySet().iterator().next();
      return new As(one.getKey(), one.getValue());
    }
    return new Ambiguous(
        List.copyOf(found.keySet()),
        found.entrySet().stream()
            .map(entry -> entry.getKey().title() + " by " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }
}
