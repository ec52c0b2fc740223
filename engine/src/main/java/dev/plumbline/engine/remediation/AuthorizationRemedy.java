package dev.plumbline.engine.remediation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.component.ComponentView;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mends an API server's authorizers: Node and RBAC are there, whatever lets everybody in is not,
 * all else stays. With a configuration file in use the file is mended: the flag beside it would
 * keep the API server from starting. No patch is given that, tried on the evidence, doesn't make
 * the control pass.
 */
public final class AuthorizationRemedy {

  private static final List<String> WANTED = List.of("Node", "RBAC");

  private AuthorizationRemedy() {}

  /** The patches for one manifest; empty when only words can help. */
  public static List<Patch> patches(Component component, CompiledControl control) {
    return KubeApiserver.chain(component)
        .flatMap(chain -> remedy(component, chain))
        .filter(remedy -> passes(remedy.result(), control))
        .flatMap(
            remedy ->
                new UnifiedDiff(remedy.excerpt())
                    .of(remedy.edits())
                    .map(diff -> new Patch(remedy.excerpt().file(), diff)))
        .map(List::of)
        .orElse(List.of());
  }

  /** Edits of a file, and the component as it is after them. */
  record Remedy(Excerpt excerpt, List<TextEdit> edits, Component result) {}

  private static Optional<Remedy> remedy(Component component, KubeApiserver.Chain chain) {
    List<String> types = types(chain);
    Optional<ReferencedFile.Authorization> config =
        component.files().stream()
            .filter(file -> file.path().equals(chain.source()))
            .filter(ReferencedFile.Authorization.class::isInstance)
            .map(ReferencedFile.Authorization.class::cast)
            .findFirst();
    return config.isPresent()
        ? new ConfigFileEdits(component, config.get()).to(types)
        : new FlagEdits(component, chain.flags()).to(types);
  }

  private static List<String> types(KubeApiserver.Chain chain) {
    Set<String> kept = new LinkedHashSet<>(chain.typesByRule());
    if (WANTED.containsAll(kept)) {
      return WANTED;
    }
    kept.addAll(WANTED);
    return List.copyOf(kept);
  }

  private static boolean passes(Component result, CompiledControl control) {
    ComponentView view = KubeApiserver.view(result, result.image());
    return view instanceof ComponentView.Settled settled && control.holds(settled.facts());
  }
}
