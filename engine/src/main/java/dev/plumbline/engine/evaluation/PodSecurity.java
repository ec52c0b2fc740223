package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.evidence.Evidence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an API server's admission plugin PodSecurity does apart from the labels of namespaces.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/">its
 *     configuration</a>
 */
public sealed interface PodSecurity {

  /**
   * It is enabled.
   *
   * @param enforce the standard of namespaces without a label; {@code privileged} by default
   * @param exemptNamespaces namespaces whose pods are never checked, whatever their labels are
   * @param source the file that configures it; empty when none does
   */
  record InForce(String enforce, Set<String> exemptNamespaces, String source)
      implements PodSecurity {
    public InForce {
      exemptNamespaces = Set.copyOf(exemptNamespaces);
    }
  }

  /**
   * Labels and defaults have no effect for some pods, so that none can be relied on.
   *
   * @param why a sentence
   */
  record Ineffective(String why) implements PodSecurity {}

  /**
   * It could not be determined.
   *
   * @param why a clause with its own subject
   */
  record Undetermined(String why) implements PodSecurity {}

  /** One for each source that a node's evidence has of an API server. */
  static List<PodSecurity> of(Evidence evidence, ReleaseHints hints) {
    Subject server =
        Objects.requireNonNull(
            Subject.of(evidence, hints, List.of(KubeApiserver.NAME)).get(KubeApiserver.NAME));
    return server.instances().stream().map(instance -> of(instance.config())).toList();
  }

  private static PodSecurity of(EffectiveConfig config) {
    return config instanceof EffectiveConfig.Resolved resolved
        ? of(resolved.facts())
        : new Undetermined("the configuration of an API server could not be determined");
  }

  private static PodSecurity of(Facts server) {
    Fact plugin = server.of(InputRef.admissionPlugin("PodSecurity"));
    if (plugin.isUndetermined()) {
      return undetermined(plugin, "whether PodSecurity is enabled is decided elsewhere");
    }
    if (!server.value(InputRef.admissionPlugin("PodSecurity")).equals(Optional.of(true))) {
      return new Ineffective("The admission plugin PodSecurity is not enabled.");
    }
    Fact file = server.of(InputRef.document("admission-control-config-file"));
    if (file instanceof Fact.Absent) {
      return new InForce("privileged", Set.of(), "");
    }
    if (file instanceof Fact.Explicit explicit && explicit.value() instanceof Map<?, ?> document) {
      String name =
          String.valueOf(server.value(InputRef.flag("admission-control-config-file")).orElse(""));
      return ofPlugin(plugin(document), name);
    }
    return undetermined(file, "the file of --admission-control-config-file could not be read");
  }

  private static PodSecurity undetermined(Fact fact, String otherwise) {
    return new Undetermined(fact instanceof Fact.Unknown unknown ? unknown.why() : otherwise);
  }

  private static Map<?, ?> plugin(Map<?, ?> document) {
    for (Object item : list(document.get("plugins"))) {
      if (item instanceof Map<?, ?> plugin && "PodSecurity".equals(plugin.get("name"))) {
        return plugin;
      }
    }
    return Map.of();
  }

  private static PodSecurity ofPlugin(Map<?, ?> plugin, String file) {
    String path = text(plugin, "path");
    if (!path.isEmpty()) {
      return new Undetermined(file + " leaves the configuration of PodSecurity to " + path);
    }
    Map<?, ?> configuration = map(plugin, "configuration");
    Map<?, ?> exemptions = map(configuration, "exemptions");
    for (String who : List.of("usernames", "runtimeClasses")) {
      if (!list(exemptions.get(who)).isEmpty()) {
        return new Ineffective(
            file + " exempts " + who + " from PodSecurity: their pods are admitted unchecked.");
      }
    }
    Set<String> namespaces = new LinkedHashSet<>();
    list(exemptions.get("namespaces")).forEach(name -> namespaces.add(String.valueOf(name)));
    String enforce = text(map(configuration, "defaults"), "enforce");
    return new InForce(
        enforce.isEmpty() ? "privileged" : enforce, namespaces, plugin.isEmpty() ? "" : file);
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Map<?, ?> from, String field) {
    return from.get(field) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Map<?, ?> from, String field) {
    return from.get(field) instanceof String text ? text : "";
  }
}
