package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.AbacRule;
import dev.plumbline.evidence.ReferencedFile.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which authorizers a kube-apiserver ends up with, from its flags or its
 * AuthorizationConfiguration.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Authorization</a>
 */
public final class Authorization {

  public static final String MODE = "authorization-mode";
  public static final String CONFIG = "authorization-config";
  public static final String POLICY_FILE = "authorization-policy-file";
  private static final String WEBHOOK_CONFIG = "authorization-webhook-config-file";

  /** Where nothing is said, a kube-apiserver lets everybody do everything. */
  private static final String DEFAULT_MODE = "AlwaysAllow";

  private static final Set<String> TYPES =
      Set.of("AlwaysAllow", "AlwaysDeny", "ABAC", "Webhook", "RBAC", "Node");

  /** Set beside --authorization-config, any of these keeps the API server from starting. */
  private static final List<String> LEGACY =
      List.of(
          MODE,
          WEBHOOK_CONFIG,
          "authorization-webhook-version",
          "authorization-webhook-cache-authorized-ttl",
          "authorization-webhook-cache-unauthorized-ttl");

  private static final Set<String> CONFIG_VERSIONS =
      Set.of(
          "apiserver.config.k8s.io/v1alpha1",
          "apiserver.config.k8s.io/v1beta1",
          "apiserver.config.k8s.io/v1");

  /** Settings of a webhook that have no default and few values. */
  private static final Map<String, Set<String>> WEBHOOK_CHOICES =
      Map.of(
          "failurePolicy", Set.of("NoOpinion", "Deny"),
          "subjectAccessReviewVersion", Set.of("v1", "v1beta1"),
          "matchConditionSubjectAccessReviewVersion", Set.of("", "v1"),
          "connectionInfo.type", Set.of("InClusterConfig", "KubeConfigFile"));

  private final Component component;
  private final ParsedFlags.Accepted flags;

  public Authorization(Component component, ParsedFlags.Accepted flags) {
    this.component = component;
    this.flags = flags;
  }

  /** What comes of it. */
  public sealed interface Outcome {

    /**
     * The authorizers in force.
     *
     * @param source the flag or file that says so, or {@code default}
     */
    record Chain(String source, List<Authorizer> authorizers) implements Outcome {
      public Chain {
        authorizers = List.copyOf(authorizers);
      }
    }

    record Refused(String flag, String why) implements Outcome {}

    record Unknown(String flag, String why) implements Outcome {}

    /** A file that decides could not be read. */
    record Undetermined(Fact fact) implements Outcome {}
  }

  public Outcome decide() {
    for (String flag : List.of(MODE, CONFIG, POLICY_FILE, WEBHOOK_CONFIG)) {
      if (flags.usesOf(flag).stream().anyMatch(use -> use.resolution() == Resolution.UNRESOLVED)) {
        return new Outcome.Unknown(
            flag, "the value of --" + flag + " is known only where the component runs");
      }
    }
    return flags.value(CONFIG).isEmpty() ? fromModes() : fromConfig(flags.value(CONFIG));
  }

  private Outcome fromModes() {
    List<String> modes = flags.values(MODE);
    if (modes.isEmpty()) {
      modes = List.of(DEFAULT_MODE);
    }
    Optional<String> complaint = complaintAboutModes(modes);
    if (complaint.isPresent()) {
      return new Outcome.Refused(MODE, complaint.get());
    }
    if (modes.contains("Webhook")
        && file(flags.value(WEBHOOK_CONFIG)) instanceof ReferencedFile.Absent absent) {
      return new Outcome.Refused(WEBHOOK_CONFIG, absent.path() + " is not there");
    }
    String source = flags.values(MODE).isEmpty() ? "default" : "--" + MODE;
    return chain(source, modes);
  }

  private Optional<String> complaintAboutModes(List<String> modes) {
    for (String mode : modes) {
      if (!TYPES.contains(mode)) {
        return Optional.of("authorization mode \"" + shortened(mode) + "\" is not a valid mode");
      }
    }
    if (new HashSet<>(modes).size() != modes.size()) {
      return Optional.of("an authorization mode is given more than once");
    }
    return unpaired(modes, "ABAC", POLICY_FILE)
        .or(() -> unpaired(modes, "Webhook", WEBHOOK_CONFIG));
  }

  private Optional<String> unpaired(List<String> modes, String mode, String flag) {
    boolean file = !flags.value(flag).isEmpty();
    if (modes.contains(mode) == file) {
      return Optional.empty();
    }
    return Optional.of(
        file
            ? "--" + flag + " is given without the mode " + mode
            : "the mode " + mode + " needs --" + flag);
  }

  private Outcome fromConfig(String path) {
    for (String flag : LEGACY) {
      if (!flags.usesOf(flag).isEmpty()) {
        return new Outcome.Refused(flag, "--" + CONFIG + " can't be given together with --" + flag);
      }
    }
    ReferencedFile file = file(path);
    if (file instanceof ReferencedFile.Absent) {
      return new Outcome.Refused(CONFIG, path + " is not there");
    }
    if (!(file instanceof ReferencedFile.Authorization config)) {
      return unreadable(path, file);
    }
    Optional<String> complaint = complaintAbout(config);
    if (complaint.isPresent()) {
      return new Outcome.Refused(CONFIG, path + ": " + complaint.get());
    }
    return chain(path, config.authorizers().stream().map(ReferencedFile.Authorizer::type).toList());
  }

  private static Optional<String> complaintAbout(ReferencedFile.Authorization config) {
    if (!CONFIG_VERSIONS.contains(config.apiVersion())) {
      return Optional.of("its apiVersion is not known");
    }
    if (config.authorizers().isEmpty()) {
      return Optional.of("it has no authorizers");
    }
    Set<String> types = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (ReferencedFile.Authorizer authorizer : config.authorizers()) {
      String type = authorizer.type();
      boolean webhook = type.equals("Webhook");
      if (!TYPES.contains(type)) {
        return Optional.of("\"" + shortened(type) + "\" is not a type of authorizer");
      }
      if (!types.add(type) && !webhook || !names.add(authorizer.name())) {
        return Optional.of("an authorizer is given more than once");
      }
      if (authorizer.name().isEmpty()
          || !webhook && !authorizer.name().equals(type.toLowerCase(Locale.ROOT))) {
        return Optional.of(
            "the authorizer " + type + " must be named " + type.toLowerCase(Locale.ROOT));
      }
      if (webhook != (authorizer.webhook() == Presence.PRESENT)) {
        return Optional.of("a webhook stanza goes with the type Webhook, and only with it");
      }
      if (webhook) {
        Optional<String> complaint = complaintAboutWebhook(authorizer.settings());
        if (complaint.isPresent()) {
          return complaint;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> complaintAboutWebhook(Map<String, String> settings) {
    for (Map.Entry<String, Set<String>> field : WEBHOOK_CHOICES.entrySet()) {
      String value = settings.getOrDefault(field.getKey(), "");
      if (!field.getValue().contains(value)) {
        return Optional.of("webhook." + field.getKey() + " is missing or none of its values");
      }
    }
    for (String field : List.of("timeout", "authorizedTTL", "unauthorizedTTL")) {
      // The TTLs have defaults, a timeout has none.
      String value = settings.getOrDefault(field, "");
      boolean missing = value.isEmpty() && field.equals("timeout");
      if (missing || !value.isEmpty() && !GoValue.isDuration(value)) {
        return Optional.of("webhook." + field + " is missing or no duration");
      }
    }
    return Optional.empty();
  }

  private Outcome chain(String source, List<String> types) {
    List<Authorizer> authorizers = new ArrayList<>();
    for (String type : types) {
      Authorizer.Admission admission =
          type.equals("AlwaysAllow")
              ? Authorizer.Admission.EVERYBODY
              : Authorizer.Admission.BY_RULE;
      if (type.equals("ABAC")) {
        String path = flags.value(POLICY_FILE);
        ReferencedFile file = file(path);
        if (file instanceof ReferencedFile.Absent) {
          return new Outcome.Refused(POLICY_FILE, path + " is not there");
        }
        if (!(file instanceof ReferencedFile.AbacPolicy policy)) {
          return unreadable(path, file);
        }
        admission =
            policy.rules().stream().anyMatch(Authorization::letsEverybodyReadSecrets)
                ? Authorizer.Admission.EVERYBODY
                : Authorizer.Admission.BY_RULE;
      }
      authorizers.add(new Authorizer(type, admission));
    }
    return new Outcome.Chain(source, authorizers);
  }

  /**
   * As the ABAC authorizer matches: in lines of the old form an empty field stands for everything;
   * in v1beta1 {@code *} does, and an empty namespace matches requests across all namespaces.
   */
  private static boolean letsEverybodyReadSecrets(AbacRule rule) {
    boolean old = rule.version().equals("v0");
    boolean everywhere = rule.namespace().isEmpty() || rule.namespace().equals("*");
    boolean secrets =
        Set.of("*", "secrets").contains(rule.resource()) || old && rule.resource().isEmpty();
    boolean coreGroup = old || rule.apiGroup().isEmpty() || rule.apiGroup().equals("*");
    return isEverybody(rule, old) && everywhere && secrets && coreGroup;
  }

  /**
   * A star by user or by group stands for all authenticated users, whatever the other field holds:
   * truth/rows.yaml has what a real server does.
   */
  private static boolean isEverybody(AbacRule rule, boolean old) {
    if (rule.user().equals("system:anonymous")) {
      return Set.of("", "*", "system:unauthenticated").contains(rule.group());
    }
    return rule.user().equals("*")
        || Set.of("*", "system:authenticated", "system:unauthenticated").contains(rule.group())
        || old && rule.group().isEmpty();
  }

  private static Outcome unreadable(String path, ReferencedFile file) {
    return new Outcome.Undetermined(FileFacts.undetermined(path, Optional.of(file)));
  }

  private ReferencedFile file(String path) {
    return component.files().stream()
        .filter(file -> file.path().equals(path))
        .filter(file -> !(file instanceof ReferencedFile.Unreadable))
        .findFirst()
        .or(() -> component.files().stream().filter(file -> file.path().equals(path)).findFirst())
        .orElse(new ReferencedFile.Unreadable(path, "was not inspected"));
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
