package dev.plumbline.engine.component;

import static dev.plumbline.engine.component.StructuredConfig.AUTHENTICATION;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kube-apiserver checks of its AuthenticationConfiguration before it starts, as far as
 * controls read the file.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/authentication.go">
 *     its options</a>
 */
final class Authentication {

  private static final String ANONYMOUS = "anonymous";
  private static final String FLAG = "anonymous-auth";
  private static final String ANONYMOUS_GATE = "AnonymousAuthConfigurableEndpoints";

  private Authentication() {}

  static void describe(ParsedComponent component) throws ComponentStop {
    String path = component.text(AUTHENTICATION.flag);
    if (path.isEmpty()) {
      return;
    }
    for (var flag : component.table().flags()) {
      if (flag.name().startsWith("oidc-") && component.isExplicit(flag.name())) {
        throw refused(component, "--" + flag.name() + " cannot be combined with it");
      }
    }
    Optional<ReferencedFile> file = FileFacts.find(component.component(), path);
    if (!component.isRunning()) {
      refuseWhatIsNoDocument(component, path, file);
    }
    Optional<Fact> doubt = AUTHENTICATION.doubt(component);
    if (doubt.isEmpty() && file.orElse(null) instanceof ReferencedFile.Document document) {
      doubt = anonymous(component, document);
    }
    doubt.ifPresent(why -> component.facts().put(InputRef.document(AUTHENTICATION.flag), why));
  }

  /**
   * Given the mode AlwaysAllow, an API server turns anonymous requests off, whatever the flag says;
   * not where its AuthenticationConfiguration decides about them.
   *
   * @param locations of the mode; empty where it is the default
   * @see <a
   *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/authentication.go">
   *     ApplyAuthorization</a>
   */
  static void everybodyIsAllowed(ParsedComponent component, List<EvidenceRef> locations) {
    boolean withoutFile =
        component.text(AUTHENTICATION.flag).isEmpty()
            && component.undetermined(AUTHENTICATION.flag).isEmpty();
    if (withoutFile || saysNothingOfAnonymous(component)) {
      component
          .facts()
          .put(
              InputRef.flag(FLAG),
              locations.isEmpty()
                  ? new Fact.Default(
                      false, KubeApiserver.NAME + " with the authorization mode AlwaysAllow")
                  : new Fact.Explicit(false, locations));
    }
  }

  private static boolean saysNothingOfAnonymous(ParsedComponent component) {
    return component.facts().get(InputRef.document(AUTHENTICATION.flag)).orElse(null)
            instanceof Fact.Explicit file
        && file.value() instanceof Map<?, ?> fields
        && !fields.containsKey(ANONYMOUS);
  }

  /**
   * An API server does not start with both {@code --anonymous-auth} and a section {@code anonymous}
   * of its file: where one is written, the other is known not to be, though nothing shows it.
   */
  static Facts settled(Facts facts) {
    InputRef flag = InputRef.flag(FLAG);
    InputRef document = InputRef.document(AUTHENTICATION.flag);
    if (facts.of(flag) instanceof Fact.Explicit && facts.of(document).isUndetermined()) {
      return facts.with(document, new Fact.Absent("--" + FLAG + " is set, which excludes it"));
    }
    boolean section =
        facts.of(document) instanceof Fact.Explicit file
            && file.value() instanceof Map<?, ?> fields
            && fields.containsKey(ANONYMOUS);
    return section && facts.of(flag).isUndetermined()
        ? facts.with(flag, new Fact.Default(true, KubeApiserver.NAME))
        : facts;
  }

  /** Nothing of an API server is known that may exit at once because of the file. */
  private static void refuseWhatIsNoDocument(
      ParsedComponent component, String path, Optional<ReferencedFile> file) throws ComponentStop {
    if (file.orElse(null) instanceof ReferencedFile.Absent) {
      throw refused(component, path + " does not exist");
    }
    if (file.orElse(null) instanceof ReferencedFile.Unreadable
        && FileFacts.undetermined(path, file) instanceof Fact.Unknown unknown) {
      throw ComponentStop.unknown(
          "whether it starts is not known, since " + unknown.why(),
          component.location(AUTHENTICATION.flag));
    }
  }

  private static Optional<Fact> anonymous(
      ParsedComponent component, ReferencedFile.Document document) throws ComponentStop {
    if (document.settings().stream().noneMatch(setting -> isOf(setting, ANONYMOUS))) {
      return Optional.empty();
    }
    if (component.isExplicit(FLAG)) {
      throw refused(component, "--" + FLAG + " cannot be combined with its field " + ANONYMOUS);
    }
    boolean enabled =
        document.settings().stream()
            .anyMatch(
                setting ->
                    setting.path().equals(ANONYMOUS + ".enabled")
                        && Documents.value(setting).equals(true));
    if (!enabled
        && document.settings().stream().anyMatch(s -> isOf(s, ANONYMOUS + ".conditions"))) {
      throw refused(component, "it has conditions for anonymous requests, which are disabled");
    }
    Optional<Fact> doubt = AUTHENTICATION.allows(component, document.apiVersion(), ANONYMOUS);
    return doubt.isPresent()
        ? doubt
        : AUTHENTICATION.needs(component, "its field " + ANONYMOUS, ANONYMOUS_GATE);
  }

  private static boolean isOf(Setting setting, String field) {
    return setting.path().equals(field) || setting.path().startsWith(field + ".");
  }

  private static ComponentStop refused(ParsedComponent component, String why) {
    return ComponentStop.rejected(
        "--" + AUTHENTICATION.flag + ": " + why, component.location(AUTHENTICATION.flag));
  }
}
