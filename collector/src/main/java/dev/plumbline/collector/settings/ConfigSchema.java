package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of a configuration file that controls ask for. What isn't listed here stays on the
 * node: keys, tokens, headers and names of users are among the rest.
 */
public enum ConfigSchema {

  /**
   * <a href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/">fields</a>
   */
  KUBELET(
      "authentication.anonymous.enabled",
      "authentication.webhook.enabled",
      "authentication.x509.clientCAFile",
      "authorization.mode",
      "readOnlyPort",
      "streamingConnectionIdleTimeout",
      "makeIPTablesUtilChains",
      "eventRecordQPS",
      "tlsCertFile",
      "tlsPrivateKeyFile",
      "tlsCipherSuites.#",
      "tlsMinVersion",
      "rotateCertificates",
      "serverTLSBootstrap",
      "podPidsLimit",
      "seccompDefault",
      "protectKernelDefaults",
      "staticPodPath",
      "failSwapOn",
      "maxPods",
      "enableDebuggingHandlers",
      "featureGates.*"),
  /**
   * <a
   * href="https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/">fields</a>
   */
  PROXY(
      "metricsBindAddress",
      "healthzBindAddress",
      "enableProfiling",
      "mode",
      "clientConnection.kubeconfig",
      "featureGates.*"),
  /**
   * <a href="https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/">fields</a>
   */
  SCHEDULER("enableProfiling", "enableContentionProfiling", "clientConnection.kubeconfig"),
  /** Which providers, in which order; never their keys. */
  ENCRYPTION("resources.#.resources.#", "resources.#.providers.#.*!"),
  /** What is logged at which level; whom a rule names stays on the node. */
  AUDIT_POLICY(
      "omitStages.#",
      "rules.#.level",
      "rules.#.verbs.#",
      "rules.#.resources.#.group",
      "rules.#.resources.#.resources.#",
      "rules.#.resources.#.resourceNames!",
      "rules.#.namespaces.#",
      "rules.#.nonResourceURLs.#",
      "rules.#.users!",
      "rules.#.userGroups!",
      "rules.#.omitStages.#"),
  ADMISSION(
      "plugins.#.name",
      "plugins.#.path",
      "plugins.#.configuration.kind",
      "plugins.#.configuration.limits.#.type",
      "plugins.#.configuration.defaults.*",
      "plugins.#.configuration.exemptions.namespaces.#",
      "plugins.#.configuration.exemptions.usernames.#!",
      "plugins.#.configuration.exemptions.runtimeClasses.#!"),
  AUTHENTICATION("anonymous.enabled", "anonymous.conditions.#.path"),
  /**
   * The file of OpenShift's {@code --openshift-config}: arguments, and what it makes some of.
   *
   * @see <a
   *     href="https://github.com/openshift/api/blob/master/kubecontrolplane/v1/types.go">fields</a>
   */
  OPENSHIFT(
      "apiServerArguments.*",
      "apiServerArguments.*.#",
      "servingInfo.bindAddress",
      "servingInfo.minTLSVersion",
      "servingInfo.cipherSuites.#",
      "serviceAccountPublicKeyFiles.#",
      "servicesSubnet",
      "corsAllowedOrigins.#",
      "auditConfig.enabled",
      "auditConfig.auditFilePath",
      "auditConfig.maximumFileRetentionDays",
      "auditConfig.maximumRetainedFiles",
      "auditConfig.maximumFileSizeMegabytes",
      "auditConfig.policyFile",
      "auditConfig.logFormat",
      "admission.pluginConfig.*.location",
      "admission.pluginConfig.*.configuration.kind",
      "admission.pluginConfig.*.configuration.limits.#.type",
      "admission.pluginConfig.*.configuration.defaults.*",
      "admission.pluginConfig.*.configuration.exemptions.namespaces.#",
      "admission.pluginConfig.*.configuration.exemptions.usernames.#!",
      "admission.pluginConfig.*.configuration.exemptions.runtimeClasses.#!"),
  /** etcd's own file, whose fields have the names of its flags. */
  ETCD(
      "data-dir",
      "listen-client-urls",
      "listen-client-http-urls",
      "listen-peer-urls",
      "client-transport-security.cert-file",
      "client-transport-security.key-file",
      "client-transport-security.client-cert-auth",
      "client-transport-security.trusted-ca-file",
      "client-transport-security.auto-tls",
      "peer-transport-security.cert-file",
      "peer-transport-security.key-file",
      "peer-transport-security.client-cert-auth",
      "peer-transport-security.trusted-ca-file",
      "peer-transport-security.auto-tls");

  /**
   * Patterns of the settings to take. {@code #} stands for an item of a list, {@code *} for a field
   * of any name, {@code !} at the end for: that it is there, and nothing of what it holds.
   */
  private final Pattern values;

  private final Pattern presence;

  ConfigSchema(String... settings) {
    values = pattern(settings, "", s -> !s.endsWith("!"));
    presence = pattern(settings, "!", s -> s.endsWith("!"));
  }

  private static Pattern pattern(String[] settings, String suffix, Predicate<String> wanted) {
    return Pattern.compile(
        Arrays.stream(settings)
            .filter(wanted)
            .map(s -> s.substring(0, s.length() - suffix.length()))
            .map(s -> s.replace(".", "\\.").replace("#", "\\d+").replace("*", "[A-Za-z0-9_-]+"))
            .collect(Collectors.joining("|", "(?:", ")(?<!^)")));
  }

  /**
   * Whether a setting's value is evidence.
   *
   * @param path the fields that lead to it, joined by dots; an item of a list is its number
   */
  public boolean takesValue(String path) {
    return matches(values, path);
  }

  /** Whether it is evidence that a setting is there, and its content is not. */
  boolean takesPresence(String path) {
    return matches(presence, path);
  }

  private static boolean matches(Pattern pattern, String path) {
    return path.length() < 400 && pattern.matcher(path).matches();
  }

  /** Parses a file of this kind: given the path that names it, and where it was found. */
  public ReferencedFile parse(String path, FileContent.Text content) {
    try {
      Tree.Mapping root = Tree.mapping(Document.parse(content.text()));
      return document(path, content.path(), content.text(), root);
    } catch (InvalidDocumentException e) {
      return new ReferencedFile.Unreadable(
          path, content.path() + " line " + e.line() + " " + e.why());
    }
  }

  /**
   * The settings of a document that has been read.
   *
   * @param path the path that names the file
   * @param file where it was found
   * @param text the whole file, for the lines of a patch; empty when it can't be patched
   * @throws InvalidDocumentException when it is none of this kind
   */
  public ReferencedFile.Document document(String path, String file, String text, Tree.Mapping root)
      throws InvalidDocumentException {
    List<Setting> settings = SettingsOfDocument.take(this, file, root);
    return new ReferencedFile.Document(
        path,
        file,
        root.string("apiVersion"),
        root.string("kind"),
        settings,
        isPatched() && !text.isEmpty()
            ? SettingsExcerpt.of(file, text, root, settings)
            : Excerpt.none());
  }

  /** Whether a fix edits files of this kind. */
  private boolean isPatched() {
    return this == KUBELET || this == SCHEDULER || this == PROXY;
  }
}
