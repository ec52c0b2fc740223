package dev.plumbline.distribution;

import dev.plumbline.packed.PackedReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The distributions that are known. */
public final class Distributions {

  /** Kubernetes itself, which a cluster is of when nothing marks it as another. */
  public static final String PLAIN = "kubernetes";

  /**
   * What the build makes of the files: parsing them takes longer than all that the collector does.
   */
  static final String PACKED = "/distributions/distributions.packed";

  private static final List<Distribution> ALL =
      PackedReader.ofResource(Distributions.class, PACKED)
          .map(packed -> packed.readList(Distribution.class))
          .orElseGet(DistributionFiles::read);

  private Distributions() {}

  public static List<Distribution> all() {
    return ALL;
  }

  public static Optional<Distribution> named(String name) {
    return ALL.stream().filter(distribution -> distribution.name().equals(name)).findFirst();
  }

  /** What a node, or a cluster by one of its nodes, is recognised as. */
  public static Recognized recognize(Recognition.Node node) {
    return recognize(node, Distribution.Kind.KUBERNETES);
  }

  private static Recognized recognize(Recognition.Node node, Distribution.Kind kind) {
    for (Recognition.Strength strength : Recognition.Strength.values()) {
      Map<Distribution, String> found = new LinkedHashMap<>();
      ALL.stream()
          .filter(distribution -> distribution.kind() == kind)
          .forEach(
              distribution ->
                  distribution
                      .recognition()
                      .basis(strength, node)
                      .ifPresent(basis -> found.put(distribution, basis)));
      if (!found.isEmpty()) {
        return Recognized.of(found);
      }
    }
    return new Recognized.None();
  }

  /**
   * The distribution that a version marks; Kubernetes itself when it marks none.
   *
   * @param version {@code gitVersion} of an API server or a kubelet, e.g. {@code v1.33.1+k3s1}
   */
  public static Distribution ofVersion(String version) {
    return recognize(Recognition.Node.ofVersion(version)) instanceof Recognized.As one
        ? one.distribution()
        : ALL.get(0);
  }

  /** The distribution that alone has a path; empty for one that any may have. */
  public static Optional<Distribution> owning(String path) {
    return ALL.stream().filter(distribution -> distribution.owns(path)).findFirst();
  }

  /** The distribution that writes a file anew at each start. */
  public static Optional<Distribution> rewriting(String file) {
    return ALL.stream().filter(distribution -> distribution.rewrites(file)).findFirst();
  }

  /** Every program that runs components within itself. */
  public static List<Program> programs() {
    return ALL.stream().flatMap(distribution -> distribution.programs().stream()).toList();
  }

  /** The program of a file name that runs components within itself. */
  public static Optional<Program> program(String name) {
    return ALL.stream()
        .flatMap(distribution -> distribution.programs().stream())
        .filter(program -> program.name().equals(name))
        .findFirst();
  }

  /**
   * The directories of distributions that the command line of a component shows to be elsewhere.
   *
   * @param words the path of its program, and its arguments
   */
  public static MovedDirectories moved(String component, List<String> words) {
    Map<String, String> places = new LinkedHashMap<>();
    for (Distribution distribution : ALL) {
      DataDirectory data = distribution.layout().data();
      data.shown(component, words)
          .filter(place -> !place.equals(data.path()))
          .ifPresent(place -> places.put(data.path(), place));
    }
    return new MovedDirectories(places);
  }

  /** Where kubelets keep the volumes of pods. */
  public static List<String> kubeletRoots() {
    return Stream.concat(
            Stream.of("/var/lib/kubelet"), ALL.stream().map(d -> d.layout().kubeletRoot()))
        .filter(root -> !root.isEmpty())
        .distinct()
        .toList();
  }

  /** Every directory that a kubelet may read static pods from. */
  public static List<String> staticPods() {
    return ALL.stream().flatMap(d -> d.layout().staticPods().stream()).distinct().toList();
  }

  /** The paths of every distribution, by what they hold. */
  public static Map<String, List<String>> fileSets() {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    for (Distribution distribution : ALL) {
      distribution
          .layout()
          .fileSets()
          .forEach(
              (name, paths) ->
                  sets.merge(
                      name,
                      paths,
                      (a, b) -> Stream.concat(a.stream(), b.stream()).distinct().toList()));
    }
    return sets;
  }

  /** Every path that a distribution is recognised by. */
  public static Set<String> marks() {
    Set<String> marks = new LinkedHashSet<>();
    ALL.forEach(distribution -> marks.addAll(distribution.recognition().files()));
    return marks;
  }

  /**
   * Whether nothing can be at a path, because a path is not there that each node has of the
   * distributions that have the other.
   *
   * @param isAbsent whether a path is known not to be there
   */
  public static boolean isOfAnAbsentDistribution(String path, Predicate<String> isAbsent) {
    List<Distribution> having =
        ALL.stream().filter(distribution -> distribution.layout().has(path)).toList();
    return !having.isEmpty()
        && having.stream()
            .map(distribution -> distribution.layout().absentWithout())
            .allMatch(mark -> !mark.isEmpty() && isAbsent.test(mark));
  }

  /** Whether only distributions other than the one that a node is of keep something at a path. */
  public static boolean isOfAnother(String path, Recognized recognized) {
    List<Distribution> having =
        ALL.stream().filter(distribution -> distribution.layout().has(path)).toList();
    return recognized instanceof Recognized.As one
        && !having.isEmpty()
        && having.stream()
            .noneMatch(
                distribution ->
                    distribution.equals(one.distribution()) || distribution.name().equals(PLAIN));
  }

  /** Whether only nodes of a control plane have a path, of the distributions that have it. */
  public static boolean isOfControlPlane(String path) {
    return ALL.stream()
        .flatMap(distribution -> distribution.pod().controlPlaneHostPaths().stream())
        .anyMatch(place -> place.covers(path));
  }

  /**
   * What the pod that reads a node needs there: what each distribution and operating system asks
   * for that the node is recognised as, and what Kubernetes itself does.
   */
  public static List<Distribution> applying(Recognition.Node node) {
    List<Distribution> applying = new ArrayList<>();
    applying.addAll(recognize(node, Distribution.Kind.OPERATING_SYSTEM).distributions());
    List<Distribution> kubernetes = recognize(node, Distribution.Kind.KUBERNETES).distributions();
    applying.addAll(kubernetes.isEmpty() ? List.of(ALL.get(0)) : kubernetes);
    return applying;
  }
}
