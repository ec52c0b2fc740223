package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  static final String ALWAYS_ALLOW = "AlwaysAllow";

  /** Where nothing is said, a kube-apiserver lets everybody do everything. */
  private static final String DEFAULT_MODE = ALWAYS_ALLOW;

  static final Set<String> TYPES =
      Set.of(ALWAYS_ALLOW, "AlwaysDeny", "ABAC", "Webhook", "RBAC", "Node");

  /**
   * OpenShift's own, which let in only by scopes of a token, the group system:masters, and not at
   * all: {@code openshift-kube-apiserver/authorization} and {@code pkg/kubeapiserver/authorizer} in
   * openshift/kubernetes.
   */
  private static final Set<String> OPENSHIFT_TYPES =
      Set.of("Scope", "SystemMasters", "MinimumKubeletVersion");

  /** Set beside --authorization-config, any of these keeps the API server from starting. */
  private static final List<String> LEGACY =
      List.of(
          MODE,
          WEBHOOK_CONFIG,
          "authorization-webhook-version",
          "authorization-webhook-cache-authorized-ttl",
          "authorization-webhook-cache-unauthorized-ttl");

  private final Component component;
  private final ParsedFlags.Accepted flags;

  Authorization(Component component, ParsedFlags.Accepted flags) {
    this.component = component;
    this.flags = flags;
  }

  /** What comes of it. */
  sealed interface Outcome {

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

  Outcome decide() {
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
      return new Outcome.Refused(WEBHOOK_CONFIG, absent.path() + " does not exist");
    }
    String source = flags.values(MODE).isEmpty() ? "default" : "--" + MODE;
    return chain(source, modes);
  }

  private Optional<String> complaintAboutModes(List<String> modes) {
    for (String mode : modes) {
      if (!TYPES.contains(mode)
          && !(OpenShift.hasConfig(flags) && OPENSHIFT_TYPES.contains(mode))) {
        return Optional.of(
            "authorization mode \"" + Printable.argument(mode) + "\" is not a valid mode");
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
        return new Outcome.Refused(flag, "--" + CONFIG + " cannot be combined with --" + flag);
      }
    }
    ReferencedFile file = file(path);
    if (file instanceof ReferencedFile.Absent) {
      return new Outcome.Refused(CONFIG, path + " does not exist");
    }
    if (!(file instanceof ReferencedFile.Authorization config)) {
      return unreadable(path, file);
    }
    Optional<String> complaint = AuthorizationConfig.complaint(config);
    if (complaint.isPresent()) {
      return new Outcome.Refused(CONFIG, path + ": " + complaint.get());
    }
    return chain(path, config.authorizers().stream().map(ReferencedFile.Authorizer::type).toList());
  }

  private Outcome chain(String source, List<String> types) {
    List<Authorizer> authorizers = new ArrayList<>();
    for (String type : types) {
      Authorizer.Admission admission =
          type.equals(ALWAYS_ALLOW) ? Authorizer.Admission.EVERYBODY : Authorizer.Admission.BY_RULE;
      if (type.equals("ABAC")) {
        String path = flags.value(POLICY_FILE);
        ReferencedFile file = file(path);
        if (file instanceof ReferencedFile.Absent) {
          return new Outcome.Refused(POLICY_FILE, path + " does not exist");
        }
        if (!(file instanceof ReferencedFile.AbacPolicy policy)) {
          return unreadable(path, file);
        }
        admission =
            AbacPolicy.letsEverybodyReadSecrets(policy)
                ? Authorizer.Admission.EVERYBODY
                : Authorizer.Admission.BY_RULE;
      }
      authorizers.add(new Authorizer(type, admission));
    }
    return new Outcome.Chain(source, authorizers);
  }

  private static Outcome unreadable(String path, ReferencedFile file) {
    return new Outcome.Undetermined(FileFacts.undetermined(path, Optional.of(file)));
  }

  private ReferencedFile file(String path) {
    return FileFacts.find(component, path)
        .orElse(new ReferencedFile.Unreadable(path, "was not inspected"));
  }
}
