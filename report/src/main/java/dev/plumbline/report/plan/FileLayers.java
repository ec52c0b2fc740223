package dev.plumbline.report.plan;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.plan.Layer.Kind;
import dev.plumbline.report.plan.Layer.Pool;
import dev.plumbline.report.plan.Overlay.NotLaid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what each file of a repository can be laid over, and for which nodes. */
final class FileLayers {

  /** Files that configure a component of the control plane are for its nodes. */
  private final Set<String> ofControlPlane = new HashSet<>();

  /** By component, and then by what they take the place of. */
  private final Map<String, Map<Slot, List<Layer>>> found = new TreeMap<>();

  private final List<NotLaid> notLaid = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Of one slot there can be one layer for a node. */
  private enum Slot {
    MANIFEST,
    ARGUMENTS,
    FILE,
    DROP_INS
  }

  FileLayers(Map<String, Evidence> files) {
    files.forEach(this::add);
  }

  private void add(String file, Evidence evidence) {
    if (evidence.components().stream()
        .map(Component::name)
        .anyMatch(ControlPlane.COMPONENTS::contains)) {
      ofControlPlane.add(file);
    }
    for (Component component : evidence.components()) {
      List<Layer> layers = layers(file, component, evidence);
      // An installer's that sets nothing changes nothing.
      if (layers.isEmpty() && !component.files().isEmpty()) {
        notLaid.add(
            new NotLaid(
                file,
                file
                    + " configures "
                    + component.name()
                    + " by a file that a plan does not lay over nodes. \"plumbline check\""
                    + " evaluates what it sets."));
      }
      layers.forEach(layer -> add(slot(layer), layer));
    }
    for (Problem problem : evidence.problems()) {
      notLaid.add(new NotLaid(file, problem.sentence()));
      problems.add(problem);
    }
  }

  /** That two documents, or two nodes' own, say the same is nothing to choose from. */
  private void add(Slot slot, Layer layer) {
    List<Layer> others =
        found
            .computeIfAbsent(layer.file().name(), name -> new TreeMap<>())
            .computeIfAbsent(slot, same -> new ArrayList<>());
    boolean known =
        slot != Slot.MANIFEST
            && others.stream()
                .anyMatch(
                    other ->
                        other.kind() == layer.kind()
                            && same(other.file(), layer.file())
                            && file(other).equals(file(layer)));
    if (!known) {
      others.add(layer);
    }
  }

  private static boolean same(Component one, Component other) {
    return values(one).equals(values(other))
        && one.image().equals(other.image())
        && contents(one).equals(contents(other));
  }

  /** Without the places where it is written. */
  private static List<String> contents(Component component) {
    return component.files().stream()
        .flatMap(
            file ->
                file instanceof ReferencedFile.Document document
                    ? document.settings().stream()
                        .map(setting -> setting.path() + "=" + setting.value())
                    : Stream.of(file.toString()))
        .toList();
  }

  private static List<String> values(Component component) {
    return component.arguments().stream()
        .map(argument -> argument.resolution() + argument.value())
        .toList();
  }

  private static Slot slot(Layer layer) {
    return switch (layer.kind()) {
      case MANIFEST -> Slot.MANIFEST;
      case ARGUMENTS -> Slot.ARGUMENTS;
      case CONFIGURATION_FILE, FIELDS -> Slot.FILE;
      case DROP_IN -> Slot.DROP_INS;
    };
  }

  /** An installer's configuration may have arguments and the component's own settings. */
  private static List<Layer> layers(String file, Component component, Evidence evidence) {
    if (component.source() == Source.MANIFEST) {
      return List.of(new Layer(Kind.MANIFEST, component, Pool.ALL));
    }
    Optional<Argument> own = LaidFile.argument(component);
    List<Argument> others =
        component.arguments().stream()
            .filter(argument -> own.filter(argument::equals).isEmpty())
            .toList();
    List<Layer> layers = new ArrayList<>();
    boolean releaseAlone = component.arguments().isEmpty() && !component.image().isEmpty();
    if (!others.isEmpty() || releaseAlone) {
      layers.add(
          new Layer(Kind.ARGUMENTS, component.with(others, others(component, own)), Pool.ALL));
    }
    own.ifPresent(
        argument -> layers.add(new Layer(kind(file, component, evidence), component, Pool.ALL)));
    return layers;
  }

  private static List<ReferencedFile> others(Component component, Optional<Argument> own) {
    return component.files().stream()
        .filter(
            one -> own.filter(argument -> argument.value().endsWith("=" + one.path())).isEmpty())
        .toList();
  }

  /** A document that is alone in its file is that file; within an installer's, others add to it. */
  private static Kind kind(String file, Component component, Evidence evidence) {
    boolean alone = evidence.components().size() == 1 && component.arguments().size() == 1;
    if (!alone) {
      return Kind.FIELDS;
    }
    return component.name().equals("kubelet") && file.endsWith(".conf")
        ? Kind.DROP_IN
        : Kind.CONFIGURATION_FILE;
  }

  Overlay overlay() {
    List<Layer> layers = new ArrayList<>();
    found.forEach((component, slots) -> layers.addAll(chosen(slots)));
    return new Overlay(layers, problems, notLaid, List.of());
  }

  private List<Layer> chosen(Map<Slot, List<Layer>> slots) {
    List<Layer> layers = new ArrayList<>();
    slots.forEach(
        (slot, all) -> {
          if (slot == Slot.DROP_INS || all.size() == 1) {
            layers.addAll(all);
          } else {
            layers.addAll(pools(all));
          }
        });
    if (slots.containsKey(Slot.MANIFEST) && slots.containsKey(Slot.ARGUMENTS)) {
      refuse(slots.values().stream().flatMap(List::stream).toList());
      return List.of();
    }
    return layers;
  }

  /** Of two files one may be for the control plane and the other for all other nodes. */
  private List<Layer> pools(List<Layer> all) {
    Map<Boolean, List<Layer>> byRole =
        all.stream()
            .collect(Collectors.partitioningBy(layer -> ofControlPlane.contains(file(layer))));
    boolean twoPools =
        all.stream()
                .allMatch(
                    layer ->
                        layer.kind() != Kind.MANIFEST
                            && !ControlPlane.COMPONENTS.contains(layer.file().name()))
            && byRole.values().stream().allMatch(pool -> pool.size() == 1);
    if (!twoPools) {
      refuse(all);
      return List.of();
    }
    return all.stream()
        .map(
            layer ->
                new Layer(
                    layer.kind(),
                    layer.file(),
                    ofControlPlane.contains(file(layer)) ? Pool.CONTROL_PLANE : Pool.WORKERS))
        .toList();
  }

  private void refuse(List<Layer> all) {
    Map<String, String> names = new LinkedHashMap<>();
    all.forEach(layer -> names.put(file(layer), layer.file().name()));
    names.forEach(
        (file, component) ->
            notLaid.add(
                new NotLaid(
                    file,
                    file
                        + " was not laid over: "
                        + (names.size() == 1
                            ? "it configures " + component + " in several ways"
                            : String.join(", ", names.keySet()) + " each configure " + component)
                        + ", and which nodes each is for is not known. Give one of them, for the"
                        + " nodes of --nodes.")));
  }

  private static String file(Layer layer) {
    return layer.file().place().file();
  }
}
