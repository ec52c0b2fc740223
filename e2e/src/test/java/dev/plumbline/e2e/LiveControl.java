package dev.plumbline.e2e;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.fact.InputRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a control that a running component tells about is broken on the true cluster, and what is
 * told then; {@code live/controls.yaml} describes the fields.
 *
 * @param flags by the program and the flag
 * @param kubelet by the field
 */
record LiveControl(
    String control,
    Optional<State> state,
    Map<String, Map<String, Optional<String>>> flags,
    Map<String, Optional<Object>> kubelet,
    String probe,
    String cannotTell,
    String unproved,
    Map<String, String> mended,
    String neverBroken,
    String neverMended,
    String neverCompared) {

  /** What the cluster is like where the control is broken. */
  enum State {
    AsInstalled,
    Bound,
    Misconfigured,
    RbacAlone
  }

  /** The variables that API servers and kubelets answer about themselves. */
  private static final Set<String> ANSWERED =
      Set.of(
          InputRef.FLAGS,
          InputRef.CONFIG,
          InputRef.FEATURE_GATES,
          InputRef.ADMISSION_PLUGINS,
          InputRef.AUTHORIZERS.variable(),
          InputRef.AUTHORIZATION_SOURCE.variable());

  private static final Set<String> ANSWERING = Set.of("kube-apiserver", "kubelet");

  /** As in the file, where what is left out is null. */
  private record Entry(
      String control,
      State state,
      Map<String, Map<String, String>> flags,
      Map<String, Object> kubelet,
      String probe,
      String cannotTell,
      String unproved,
      Map<String, String> mended,
      String neverBroken,
      String neverMended,
      String neverCompared) {

    LiveControl row() {
      Map<String, Map<String, Optional<String>>> byProgram = new LinkedHashMap<>();
      if (flags != null) {
        flags.forEach((program, values) -> byProgram.put(program, values(values)));
      }
      return new LiveControl(
          control,
          Optional.ofNullable(state),
          byProgram,
          kubelet == null ? Map.of() : values(kubelet),
          orEmpty(probe),
          orEmpty(cannotTell),
          orEmpty(unproved),
          mended == null ? Map.of() : mended,
          orEmpty(neverBroken),
          orEmpty(neverMended),
          orEmpty(neverCompared));
    }

    private static <T> Map<String, Optional<T>> values(Map<String, T> values) {
      Map<String, Optional<T>> all = new LinkedHashMap<>();
      values.forEach((name, value) -> all.put(name, Optional.ofNullable(value)));
      return all;
    }

    private static String orEmpty(String text) {
      return text == null ? "" : text;
    }
  }

  static List<LiveControl> all() throws IOException {
    try (InputStream file = LiveControl.class.getResourceAsStream("/live/controls.yaml")) {
      return new YAMLMapper()
          .readValue(file, new TypeReference<List<Entry>>() {}).stream().map(Entry::row).toList();
    }
  }

  /**
   * Whether a running component may tell about a control of nodes, by what it says of itself or by
   * what it does.
   */
  static boolean isAbout(Control control) {
    return !control.probes().isEmpty()
        || ANSWERING.contains(control.component())
            && CompiledControl.of(control).inputs().stream()
                .anyMatch(input -> ANSWERED.contains(input.variable()));
  }

  boolean isBrokenIn(State other) {
    return state.filter(other::equals).isPresent();
  }

  /** It comes to the same whether the component is read or asked. */
  boolean isTold() {
    return cannotTell.isEmpty();
  }
}
