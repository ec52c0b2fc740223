package dev.plumbline.engine.remediation;

import dev.plumbline.engine.component.Authorization;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fixes an API server's authorizers: Node and RBAC are there, whatever lets everybody in is not,
 * all else stays. With a configuration file in use the file is fixed: the flag beside it would keep
 * the API server from starting.
 */
final class AuthorizationFix {

  private static final List<String> WANTED = List.of("Node", "RBAC");

  private AuthorizationFix() {}

  /** Empty when only words can help. */
  static Optional<Remedy> of(Component component, Release release) {
    return KubeApiserver.chain(component, release).flatMap(chain -> remedy(component, chain));
  }

  private static Optional<Remedy> remedy(Component component, KubeApiserver.Chain chain) {
    List<String> types = types(chain);
    Optional<ReferencedFile.Authorization> config =
        component.files().stream()
            .filter(file -> file.path().equals(chain.source()))
            .filter(ReferencedFile.Authorization.class::isInstance)
            .map(ReferencedFile.Authorization.class::cast)
            .findFirst();
    return config.isPresent()
        ? new AuthorizationConfigFix(component, config.get()).to(types)
        : flags(component, chain, types);
  }

  private static Optional<Remedy> flags(
      Component component, KubeApiserver.Chain chain, List<String> types) {
    FlagEdits edits = new FlagEdits(component, chain.flags());
    if (!types.contains("ABAC")) {
      edits.unset(Authorization.POLICY_FILE);
    }
    edits.set(Authorization.MODE, String.join(",", types));
    return edits.remedy();
  }

  private static List<String> types(KubeApiserver.Chain chain) {
    Set<String> kept = new LinkedHashSet<>(chain.typesByRule());
    if (WANTED.containsAll(kept)) {
      return WANTED;
    }
    kept.addAll(WANTED);
    return List.copyOf(kept);
  }
}
