package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;
import java.util.Optional;

/**
 * A file that takes the place of flags of a kube-apiserver. Releases differ in the versions of it
 * that they take, in its fields, and in the feature gate that it needs.
 */
enum StructuredConfig {
  AUTHENTICATION(
      "authentication-config",
      "AuthenticationConfiguration",
      "StructuredAuthenticationConfiguration"),
  AUTHORIZATION(
      Authorization.CONFIG, "AuthorizationConfiguration", "StructuredAuthorizationConfiguration");

  final String flag;
  final String kind;
  private final String gate;

  StructuredConfig(String flag, String kind, String gate) {
    this.flag = flag;
    this.kind = kind;
    this.gate = gate;
  }

  /**
   * Stops where the component's release refuses the file whatever else it holds.
   *
   * @return why it is not known whether the release takes the file; empty when it does, and when
   *     there is none
   */
  Optional<Fact> doubt(ParsedComponent component) throws ComponentStop {
    String path = component.text(flag);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fact> doubt = needs(component, "--" + flag, gate);
    Optional<ReferencedFile> file = FileFacts.find(component.component(), path);
    if (doubt.isEmpty() && file.orElse(null) instanceof ReferencedFile.Document document) {
      String complaint =
          document.documentKind().equals(kind)
              ? ""
              : path
                  + " is of the kind "
                  + Printable.argument(document.documentKind())
                  + ", not "
                  + kind;
      return complaint.isEmpty()
          ? version(component, path, document.apiVersion())
          : stop(component, complaint);
    }
    if (doubt.isEmpty() && file.orElse(null) instanceof ReferencedFile.Authorization config) {
      return version(component, path, config.apiVersion());
    }
    return doubt;
  }

  private Optional<Fact> version(ParsedComponent component, String path, String apiVersion)
      throws ComponentStop {
    if (isKnown(component, apiVersion)) {
      return Optional.empty();
    }
    String what =
        "the version \"" + Printable.argument(apiVersion) + "\" of " + kind + " in " + path;
    if (component.isExactRelease()) {
      return stop(component, component.table().basis() + " does not know " + what);
    }
    return doubt(component, "whether this release knows " + what + " is not known");
  }

  /** A stable version stays, whatever release comes; any other may come and go. */
  private boolean isKnown(ParsedComponent component, String apiVersion) {
    FlagTable table = component.table();
    return table.nearest().documentFields(apiVersion, kind).isPresent()
        && (!apiVersion.matches(".*(alpha|beta)\\d+")
            || table.agree(other -> other.documentFields(apiVersion, kind)));
  }

  /** Whether the file may have a field of the whole document. */
  Optional<Fact> allows(ParsedComponent component, String apiVersion, String field)
      throws ComponentStop {
    Optional<List<String>> fields = component.table().nearest().documentFields(apiVersion, kind);
    if (isKnown(component, apiVersion) && fields.filter(all -> all.contains(field)).isPresent()) {
      return Optional.empty();
    }
    return component.isExactRelease()
        ? stop(component, kind + " has no field " + field + " in " + component.table().basis())
        : doubt(
            component,
            "whether " + kind + " has a field " + field + " in this release is not known");
  }

  /**
   * Whether a feature gate is on that something needs. Once a gate is gone, what it was for is
   * always there.
   */
  Optional<Fact> needs(ParsedComponent component, String what, String name) throws ComponentStop {
    if (component.table().nearest().gate(name).isEmpty()) {
      return Optional.empty();
    }
    Fact fact = component.facts().get(InputRef.featureGate(name)).orElse(null);
    if (fact != null && fact.is(false)) {
      return stop(component, what + " needs the feature gate " + name + ", which is off");
    }
    return fact == null || !fact.isUndetermined() || component.isRunning()
        ? Optional.empty()
        : Optional.of(fact);
  }

  private Optional<Fact> stop(ParsedComponent component, String why) throws ComponentStop {
    throw ComponentStop.rejected(why, component.location(flag));
  }

  private Optional<Fact> doubt(ParsedComponent component, String why) {
    return component.isRunning()
        ? Optional.empty()
        : Optional.of(new Fact.Unknown(why, List.of(component.location(flag))));
  }
}
