package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.flags.FlagDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which admission plugins of an API server are on: those on by default and those enabled, less
 * those disabled.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">admission
 *     control</a>
 */
final class AdmissionPlugins {

  private static final String ENABLE = "enable-admission-plugins";
  private static final String DISABLE = "disable-admission-plugins";

  /** The deprecated flag, which names all plugins that are on. */
  private static final String ALL = "admission-control";

  private final ParsedComponent component;

  private AdmissionPlugins(ParsedComponent component) {
    this.component = component;
  }

  static void describe(ParsedComponent component) throws ComponentStop {
    new AdmissionPlugins(component).describe();
  }

  private void describe() throws ComponentStop {
    component.facts().rest(InputRef.ADMISSION_PLUGINS, input -> unnamed(input.name()));
    for (String plugin : known()) {
      component.facts().put(InputRef.admissionPlugin(plugin), unnamed(plugin));
    }
    List<String> enabled = values(ENABLE);
    List<String> disabled = values(DISABLE);
    for (String plugin : disabled) {
      set(plugin, false, DISABLE);
    }
    for (String plugin : enabled) {
      if (disabled.contains(plugin)) {
        throw ComponentStop.rejected(
            plugin + " is both enabled and disabled", component.location(ENABLE));
      }
      set(plugin, true, ENABLE);
    }
    for (String plugin : values(ALL)) {
      set(plugin, true, ALL);
    }
  }

  private void set(String plugin, boolean on, String flag) {
    component.facts().explicit(InputRef.admissionPlugin(plugin), on, component.locations(flag));
  }

  /** Every plugin that the release has, and those that are on by default. */
  private Set<String> known() {
    Set<String> plugins = new TreeSet<>(component.table().admissionPlugins());
    component.flag(ENABLE).map(FlagDefinition::values).ifPresent(plugins::addAll);
    return plugins;
  }

  private List<String> values(String flag) {
    return component.undetermined(flag).isPresent() ? List.of() : component.parsed().values(flag);
  }

  /** A plugin that no flag names. */
  private Fact unnamed(String plugin) {
    for (String flag : List.of(ENABLE, DISABLE, ALL)) {
      Optional<Fact> undetermined = component.undetermined(flag);
      if (component.isExplicit(flag) && undetermined.isPresent()) {
        return undetermined.get();
      }
    }
    if (component.isExplicit(ALL)) {
      return new Fact.Explicit(false, component.locations(ALL));
    }
    boolean on = component.table().admissionPlugins().contains(plugin);
    boolean listed = component.isExactRelease() || known().contains(plugin);
    if (!listed || !component.isKnown(table -> table.admissionPlugins().contains(plugin))) {
      return component.unknownDefault("the admission plugin " + plugin);
    }
    // An installer that is given a list of plugins enables these and no others of its own.
    return component.isInstallersConfig() && component.isExplicit(ENABLE)
        ? new Fact.Explicit(on, component.locations(ENABLE))
        : new Fact.Default(on, component.table().basis());
  }
}
