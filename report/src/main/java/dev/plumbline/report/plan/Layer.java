package dev.plumbline.report.plan;

import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.report.ControlPlane;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file of a repository makes of one component of a node.
 *
 * @param file the component as the file has it
 * @param pool the nodes that it is for
 */
public record Layer(Kind kind, Component file, Pool pool) {

  /** What it takes the place of. */
  public enum Kind {
    /** The static pod's manifest: all that the component is started with. */
    MANIFEST("a static pod manifest of %s"),
    /** The arguments that it has too. The others are the installer's, and stay. */
    ARGUMENTS("%s"),
    /** The component's own configuration file, as a whole. */
    CONFIGURATION_FILE("a %s that reads such a configuration file"),
    /** The fields of that file that it has too. The others are the installer's, and stay. */
    FIELDS("a %s whose configuration file was read"),
    /** A file of the kubelet's drop-in directory. */
    DROP_IN("a %s that reads a directory of drop-ins");

    private final String wanted;

    Kind(String wanted) {
      this.wanted = wanted;
    }
  }

  /** Nodes that an installer's file is for. */
  public enum Pool {
    ALL,
    CONTROL_PLANE,
    /** Those without an API server. */
    WORKERS
  }

  public Layer {
    if (kind == Kind.MANIFEST && pool != Pool.ALL) {
      throw new IllegalArgumentException("a manifest is for every node that has one");
    }
  }

  /** What a node has to have for it, after "no node has". */
  String wanted() {
    return String.format(Locale.ROOT, kind.wanted, file.name());
  }

  boolean isFor(Collection<Component> node) {
    return pool == Pool.ALL || (pool == Pool.CONTROL_PLANE) == ControlPlane.hasApiServer(node);
  }

  /**
   * The component of a node with this over it; empty where the node's has not what it would take
   * the place of.
   *
   * @param release of the node's component
   */
  Optional<Component> over(Component own, Release release) {
    if (!own.name().equals(file.name())) {
      return Optional.empty();
    }
    return switch (kind) {
      case MANIFEST ->
          own.source() == Component.Source.MANIFEST
              ? Optional.of(LaidManifest.over(own, file))
              : Optional.empty();
      case ARGUMENTS -> Optional.of(LaidArguments.over(own, file, release));
      case CONFIGURATION_FILE, FIELDS, DROP_IN -> LaidFile.of(this).over(own, release);
    };
  }
}
