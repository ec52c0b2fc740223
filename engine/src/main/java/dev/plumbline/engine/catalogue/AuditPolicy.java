package dev.plumbline.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * At which level an audit policy logs a request: by its first rule that matches. A request is that
 * of an ordinary user in an ordinary namespace, whom no rule names.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy">audit
 *     policy</a>
 */
final class AuditPolicy {

  /** Least first. */
  private static final List<String> LEVELS =
      List.of("None", "Metadata", "Request", "RequestResponse");

  /** Without these two stages nothing of a request that is answered is logged. */
  private static final List<String> STAGES = List.of("RequestReceived", "ResponseComplete");

  private final Map<?, ?> policy;

  private AuditPolicy(Map<?, ?> policy) {
    this.policy = policy;
  }

  static AuditPolicy of(Object policy) {
    if (policy instanceof Map<?, ?> map) {
      return new AuditPolicy(map);
    }
    throw new IllegalArgumentException("auditLevel takes an audit policy");
  }

  /**
   * The level of a request for a resource. Where a rule is limited to groups, whose names evidence
   * does not hold, the request may match it or not: the lesser level counts.
   *
   * @param resource a resource, or one with a subresource such as {@code pods/exec}
   */
  String level(String verb, String group, String resource) {
    String least = LEVELS.get(LEVELS.size() - 1);
    for (Map<?, ?> rule : CelValues.maps(policy.get("rules"))) {
      if (matches(rule, verb, group, resource)) {
        least = lesser(least, level(rule));
        if (!rule.containsKey("userGroups")) {
          return least;
        }
      }
    }
    // A request that no rule matches is not logged.
    return LEVELS.get(0);
  }

  private String level(Map<?, ?> rule) {
    List<String> omitted = new ArrayList<>(CelValues.texts(rule.get("omitStages")));
    omitted.addAll(CelValues.texts(policy.get("omitStages")));
    return omitted.containsAll(STAGES)
        ? LEVELS.get(0)
        : Objects.toString(rule.get("level"), LEVELS.get(0));
  }

  private static String lesser(String one, String other) {
    return LEVELS.indexOf(one) < LEVELS.indexOf(other) ? one : other;
  }

  private static boolean matches(Map<?, ?> rule, String verb, String group, String resource) {
    List<String> verbs = CelValues.texts(rule.get("verbs"));
    boolean named = rule.containsKey("users") || !CelValues.texts(rule.get("namespaces")).isEmpty();
    if (named || !verbs.isEmpty() && !verbs.contains(verb)) {
      return false;
    }
    List<Map<?, ?>> resources = CelValues.maps(rule.get("resources"));
    boolean ofUrls = resources.isEmpty() && !CelValues.texts(rule.get("nonResourceURLs")).isEmpty();
    return !ofUrls
        && (resources.isEmpty()
            || resources.stream().anyMatch(entry -> covers(entry, group, resource)));
  }

  private static boolean covers(Map<?, ?> entry, String group, String resource) {
    if (!Objects.toString(entry.get("group"), "").equals(group)) {
      return false;
    }
    List<String> names = CelValues.texts(entry.get("resources"));
    int slash = resource.indexOf('/');
    String base = slash < 0 ? resource : resource.substring(0, slash);
    return names.isEmpty()
        || !entry.containsKey("resourceNames")
            && (names.contains("*")
                || names.contains(resource)
                || names.contains(base + "/*")
                || slash >= 0 && names.contains("*" + resource.substring(slash)));
  }
}
