package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Authorization.Outcome;
import dev.plumbline.engine.component.Components.AcceptedArguments;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What only a kube-apiserver has: authorizers and admission plugins. */
public final class KubeApiserver {

  public static final String NAME = "kube-apiserver";

  private KubeApiserver() {}

  /**
   * The authorizers of a component that starts.
   *
   * @param source the flag or file that gives them, or {@code default}
   * @param typesByRule the types that let in only what they have a rule for
   * @param flags the arguments as parsed
   */
  public record Chain(String source, List<String> typesByRule, ParsedFlags.Accepted flags) {
    public Chain {
      typesByRule = List.copyOf(typesByRule);
    }
  }

  /** Empty when it doesn't start, or its authorizers could not be determined. */
  public static Optional<Chain> chain(Component component, Release release) {
    Optional<AcceptedArguments> accepted = Components.accepted(component, release);
    if (accepted.isPresent()
        && new Authorization(component, accepted.get().flags()).decide()
            instanceof Outcome.Chain chain) {
      List<String> types =
          chain.authorizers().stream()
              .filter(authorizer -> authorizer.admission() == Authorizer.Admission.BY_RULE)
              .map(Authorizer::type)
              .toList();
      return Optional.of(new Chain(chain.source(), types, accepted.get().flags()));
    }
    return Optional.empty();
  }

  static void describe(ParsedComponent component) throws ComponentStop {
    AdmissionPlugins.describe(component);
    Authentication.describe(component);
    boolean explicit =
        component.isExplicit(Authorization.MODE) || component.isExplicit(Authorization.CONFIG);
    if (!explicit && component.isInstallersConfig()) {
      component.facts().put(InputRef.AUTHORIZERS, new Fact.Absent("no mode is set"));
      component.facts().put(InputRef.AUTHORIZATION_SOURCE, new Fact.Absent("no mode is set"));
      return;
    }
    Optional<Fact> doubt = ofPrinted(component);
    if (doubt.isEmpty()) {
      doubt = StructuredConfig.AUTHORIZATION.doubt(component);
    }
    if (doubt.isPresent()) {
      component.facts().put(InputRef.AUTHORIZERS, doubt.get());
      component.facts().put(InputRef.AUTHORIZATION_SOURCE, doubt.get());
      return;
    }
    Outcome outcome = new Authorization(component.component(), component.parsed()).decide();
    if (outcome instanceof Outcome.Refused refused) {
      throw ComponentStop.rejected(refused.why(), component.location(refused.flag()));
    }
    if (outcome instanceof Outcome.Chain chain) {
      chain(component, chain);
      return;
    }
    Fact undetermined =
        outcome instanceof Outcome.Unknown unknown
            ? new Fact.Unknown(unknown.why(), List.of(component.location(unknown.flag())))
            : ((Outcome.Undetermined) outcome).fact();
    component.facts().put(InputRef.AUTHORIZERS, undetermined);
    component.facts().put(InputRef.AUTHORIZATION_SOURCE, undetermined);
  }

  /** A flag that a running server prints so that it could be read in two ways. */
  private static Optional<Fact> ofPrinted(ParsedComponent component) {
    return component.isLive()
        ? Stream.of(Authorization.MODE, Authorization.CONFIG)
            .flatMap(flag -> component.undetermined(flag).stream())
            .findFirst()
        : Optional.empty();
  }

  private static void chain(ParsedComponent component, Outcome.Chain chain) {
    List<EvidenceRef> locations =
        Stream.of(Authorization.MODE, Authorization.CONFIG)
            .filter(component::isExplicit)
            .map(component::location)
            .toList();
    List<Map<String, Object>> authorizers =
        chain.authorizers().stream()
            .map(
                authorizer ->
                    inOrder(
                        Map.of(
                            "type",
                            authorizer.type(),
                            "admitsEverybody",
                            authorizer.admission() == Authorizer.Admission.EVERYBODY)))
            .toList();
    component.facts().put(InputRef.AUTHORIZERS, fact(authorizers, locations));
    component.facts().put(InputRef.AUTHORIZATION_SOURCE, fact(chain.source(), locations));
    if (component.text(Authorization.CONFIG).isEmpty()
        && chain.authorizers().stream()
            .anyMatch(authorizer -> authorizer.type().equals(Authorization.ALWAYS_ALLOW))) {
      Authentication.everybodyIsAllowed(component, locations);
    }
  }

  /** The same in every run of the JVM, since a message may print it. */
  private static Map<String, Object> inOrder(Map<String, Object> fields) {
    return new TreeMap<>(fields);
  }

  private static Fact fact(Object value, List<EvidenceRef> locations) {
    return locations.isEmpty()
        ? new Fact.Default(value, "every release of " + NAME)
        : new Fact.Explicit(value, locations);
  }
}
