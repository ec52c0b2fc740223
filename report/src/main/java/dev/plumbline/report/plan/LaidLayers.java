package dev.plumbline.report.plan;

import dev.plumbline.report.plan.Overlay.NotLaid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The nodes that each layer of an overlay was laid over. */
final class LaidLayers {

  private final Overlay overlay;
  private final Map<Layer, Set<String>> nodes = new LinkedHashMap<>();

  LaidLayers(Overlay overlay) {
    this.overlay = overlay;
    overlay.layers().forEach(layer -> nodes.put(layer, new TreeSet<>()));
  }

  void add(Collection<Layer> layers, Collection<String> of) {
    layers.forEach(layer -> nodes.computeIfAbsent(layer, same -> new TreeSet<>()).addAll(of));
  }

  List<Plan.Laid> laid() {
    List<Plan.Laid> all = new ArrayList<>();
    nodes.forEach(
        (layer, of) -> {
          if (!of.isEmpty()) {
            all.add(new Plan.Laid(file(layer), layer.file().name(), layer.kind(), List.copyOf(of)));
          }
        });
    all.sort(Comparator.comparing(Plan.Laid::component).thenComparing(Plan.Laid::file));
    return all;
  }

  /** What fits no node is not taken into account either. */
  List<NotLaid> notLaid() {
    List<NotLaid> all = new ArrayList<>(overlay.notLaid());
    nodes.forEach(
        (layer, of) -> {
          if (of.isEmpty()) {
            all.add(
                new NotLaid(
                    file(layer),
                    file(layer)
                        + " was not laid over: no node of the bundle"
                        + (overlay.nodes().isEmpty() ? "" : " that --nodes names")
                        + " has "
                        + layer.wanted()
                        + "."));
          }
        });
    all.sort(Comparator.comparing(NotLaid::file));
    return all.stream().distinct().toList();
  }

  private static String file(Layer layer) {
    return layer.file().place().file();
  }
}
