package dev.plumbline.engine.component;

import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.GoValue;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.Authorizer;
import dev.plumbline.evidence.ReferencedFile.Presence;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a kube-apiserver checks of its AuthorizationConfiguration before it starts, beside its
 * version; see {@link StructuredConfig}.
 */
final class AuthorizationConfig {

  /** Settings of a webhook that have no default and few values. */
  private static final Map<String, Set<String>> WEBHOOK_CHOICES =
      Map.of(
          "failurePolicy", Set.of("NoOpinion", "Deny"),
          "subjectAccessReviewVersion", Set.of("v1", "v1beta1"),
          "matchConditionSubjectAccessReviewVersion", Set.of("", "v1"),
          "connectionInfo.type", Set.of("InClusterConfig", "KubeConfigFile"));

  private AuthorizationConfig() {}

  /** Why it refuses the file; empty when it takes it. */
  static Optional<String> complaint(ReferencedFile.Authorization config) {
    if (config.authorizers().isEmpty()) {
      return Optional.of("it has no authorizers");
    }
    Set<String> types = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Authorizer authorizer : config.authorizers()) {
      boolean repeated =
          !types.add(authorizer.type()) && !isWebhook(authorizer) || !names.add(authorizer.name());
      Optional<String> complaint =
          repeated ? Optional.of("an authorizer is given more than once") : complaint(authorizer);
      if (complaint.isPresent()) {
        return complaint;
      }
    }
    return Optional.empty();
  }

  private static boolean isWebhook(Authorizer authorizer) {
    return authorizer.type().equals("Webhook");
  }

  private static Optional<String> complaint(Authorizer authorizer) {
    String type = authorizer.type();
    if (!Authorization.TYPES.contains(type)) {
      return Optional.of("\"" + Printable.argument(type) + "\" is not a type of authorizer");
    }
    String name = type.toLowerCase(Locale.ROOT);
    if (authorizer.name().isEmpty() || !isWebhook(authorizer) && !authorizer.name().equals(name)) {
      return Optional.of("the authorizer " + type + " must be named " + name);
    }
    if (isWebhook(authorizer) != (authorizer.webhook() == Presence.PRESENT)) {
      return Optional.of("a webhook stanza goes with the type Webhook, and only with it");
    }
    return isWebhook(authorizer) ? complaintAboutWebhook(authorizer.settings()) : Optional.empty();
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
}
