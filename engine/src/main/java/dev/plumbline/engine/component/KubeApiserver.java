package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Authorization.Outcome;
import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.flags.FlagParser;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What only a kube-apiserver has: authorizers and admission plugins. */
public final class KubeApiserver {

  public static final String NAME = "kube-apiserver";

  private static final String ENABLE = "enable-admission-plugins";
  private static final String DISABLE = "disable-admission-plugins";

  private KubeApiserver() {}

  /**
   * The authorizers of a component that starts.
   *
   * @param source the flag or file that says so, or {@code default}
   * @param typesByRule the types that let in only what they have a rule for
   * @param flags the arguments as parsed
   */
  public record Chain(String source, List<String> typesByRule, ParsedFlags.Accepted flags) {
    public Chain {
      typesByRule = List.copyOf(typesByRule);
    }
  }

  /** Empty when it doesn't start, or its authorizers can't be told. */
  public static Optional<Chain> chain(Component component) {
    FlagTable table = FlagTable.of(NAME, component.image());
    if (FlagParser.parse(table, component.arguments()) instanceof ParsedFlags.Accepted flags
        && new Authorization(component, flags).decide() instanceof Outcome.Chain chain) {
      List<String> types =
          chain.authorizers().stream()
              .filter(authorizer -> authorizer.admission() == Authorizer.Admission.BY_RULE)
              .map(Authorizer::type)
              .toList();
      return Optional.of(new Chain(chain.source(), types, flags));
    }
    return Optional.empty();
  }

  public static void describe(Subject subject, Facts.Builder facts) throws Refusal {
    admissionPlugins(subject, facts);
    boolean said =
        subject.component().source() != Source.CONFIGURATION
            || subject.flags().given().contains(Authorization.MODE)
            || subject.flags().given().contains(Authorization.CONFIG);
    if (!said) {
      return;
    }
    facts.given("authorizers").given("authorizationSource");
    Outcome outcome = new Authorization(subject.component(), subject.parsed()).decide();
    if (outcome instanceof Outcome.Refused refused) {
      throw new Refusal(refused.why(), subject.seen(refused.flag()));
    }
    for (String variable : List.of("authorizers", "authorizationSource")) {
      for (String flag : List.of(Authorization.MODE, Authorization.CONFIG)) {
        if (subject.flags().given().contains(flag)) {
          facts.seen(variable, subject.seen(flag));
        }
      }
    }
    if (outcome instanceof Outcome.Unknown untold) {
      facts.untold("authorizers", untold.why());
      facts.untold("authorizationSource", untold.why());
      facts.seen("authorizers", subject.seen(untold.flag()));
      return;
    }
    if (outcome instanceof Outcome.Elsewhere elsewhere) {
      facts.elsewhere("authorizers", elsewhere.why());
      facts.elsewhere("authorizationSource", elsewhere.why());
      return;
    }
    Outcome.Chain chain = (Outcome.Chain) outcome;
    facts.variable("authorizationSource", chain.source());
    facts.variable(
        "authorizers",
        chain.authorizers().stream()
            .map(
                authorizer ->
                    Map.<String, Object>of(
                        "type",
                        authorizer.type(),
                        "admitsEverybody",
                        authorizer.admission() == Authorizer.Admission.EVERYBODY))
            .toList());
  }

  /**
   * Those on by default and those enabled, less those disabled.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">admission
   *     control</a>
   */
  private static void admissionPlugins(Subject subject, Facts.Builder facts) throws Refusal {
    Set<String> plugins = new TreeSet<>(subject.table().admissionPlugins());
    Set<String> disabled = new TreeSet<>(subject.parsed().values(DISABLE));
    List<String> enabled = subject.parsed().values(ENABLE);
    for (String plugin : enabled) {
      if (disabled.contains(plugin)) {
        throw new Refusal(plugin + " is both enabled and disabled", subject.seen(ENABLE));
      }
    }
    plugins.removeAll(disabled);
    plugins.addAll(enabled);
    // What is enabled elsewhere isn't known where only some are disabled.
    boolean onlyDisabled =
        subject.component().source() == Source.CONFIGURATION
            && !subject.flags().given().contains(ENABLE);
    for (String flag : List.of(ENABLE, DISABLE)) {
      if (subject.flags().given().contains(flag) && !onlyDisabled) {
        facts.given("admissionPlugins");
        facts.seen("admissionPlugins", subject.seen(flag));
      }
      if (subject.flags().untold().containsKey(flag) && subject.flags().given().contains(flag)) {
        facts.untold("admissionPlugins", subject.flags().untold().get(flag));
      }
    }
    // The deprecated flag names all plugins there are.
    if (subject.flags().given().contains("admission-control")) {
      plugins.clear();
      plugins.addAll(subject.parsed().values("admission-control"));
      facts.given("admissionPlugins");
      facts.seen("admissionPlugins", subject.seen("admission-control"));
    }
    if (subject.table().completeness() == FlagTable.Completeness.OTHER_RELEASE) {
      facts.untold(
          "admissionPlugins", "which plugins are on by default isn't known for this release");
    }
    facts.variable("admissionPlugins", List.copyOf(plugins));
  }
}
