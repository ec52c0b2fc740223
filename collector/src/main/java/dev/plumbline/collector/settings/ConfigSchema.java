package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.manifest.ManifestExcerpt;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  PROXY("metricsBindAddress", "healthzBindAddress", "enableProfiling", "mode", "featureGates.*"),
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
      "plugins.#.configuration.exemptions!"),
  AUTHENTICATION("anonymous.enabled", "anonymous.conditions.#.path"),
  /** etcd's own file, whose fields bear the names of its flags. */
  ETCD(
      "data-dir",
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

  /** More settings than any of these files has: the rest would be somebody's play. */
  private static final int MAX_SETTINGS = 2000;

  private static final int LONGEST_VALUE = 4096;

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
    List<Setting> settings = new ArrayList<>();
    collect("", root, file, settings);
    return new ReferencedFile.Document(
        path,
        file,
        root.string("apiVersion"),
        root.string("kind"),
        settings,
        text.isEmpty() ? Excerpt.none() : excerpt(file, text, root, settings));
  }

  private void collect(String path, Tree node, String file, List<Setting> into)
      throws InvalidDocumentException {
    if (into.size() >= MAX_SETTINGS) {
      throw new InvalidDocumentException(
          node.span().line(), "has more settings than such a file can have");
    }
    if (matches(presence, path)) {
      into.add(setting(path, "", kind(node), file, node));
      return;
    }
    if (node instanceof Tree.Scalar scalar) {
      if (matches(values, path) && scalar.text().length() <= LONGEST_VALUE) {
        into.add(setting(path, scalar.text(), kind(node), file, node));
      }
      return;
    }
    Map<String, Tree> children = children(node);
    if (children.isEmpty() && !path.isEmpty()) {
      into.add(setting(path, "", kind(node), file, node));
    }
    for (var child : children.entrySet()) {
      // A dot in a name would make it another setting's path, a number an item of a list.
      boolean plain =
          !child.getKey().contains(".")
              && !(node instanceof Tree.Mapping && child.getKey().matches("\\d+"));
      if (plain) {
        collect(
            path.isEmpty() ? child.getKey() : path + "." + child.getKey(),
            child.getValue(),
            file,
            into);
      }
    }
  }

  private static Map<String, Tree> children(Tree node) {
    if (node instanceof Tree.Mapping mapping) {
      return mapping.entries();
    }
    List<Tree> items = ((Tree.Sequence) node).items();
    Map<String, Tree> numbered = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      numbered.put(Integer.toString(i), items.get(i));
    }
    return numbered;
  }

  private static boolean matches(Pattern pattern, String path) {
    return path.length() < 400 && pattern.matcher(path).matches();
  }

  private static Setting setting(
      String path, String value, Setting.Kind kind, String file, Tree node) {
    Tree.Span span = node.span();
    boolean own = node instanceof Tree.Scalar scalar && scalar.origin() == Tree.Origin.OWN;
    return new Setting(
        path,
        value,
        kind,
        new SourceLocation(
            file,
            span.line(),
            span.column(),
            span.endLine(),
            span.endColumn(),
            own ? SourceLocation.Style.BLOCK : SourceLocation.Style.NOT_EDITABLE));
  }

  private static Setting.Kind kind(Tree node) {
    if (node instanceof Tree.Scalar scalar) {
      return switch (scalar.kind()) {
        case STRING -> Setting.Kind.STRING;
        case NULL -> Setting.Kind.NULL;
        case BOOLEAN -> Setting.Kind.BOOLEAN;
        case NUMBER -> Setting.Kind.NUMBER;
      };
    }
    return node instanceof Tree.Mapping ? Setting.Kind.MAPPING : Setting.Kind.LIST;
  }

  /**
   * The lines of the settings taken, and those that hold nothing but a field's name or a harmless
   * value. Only files whose settings a remedy edits, and only those in block style.
   */
  private Excerpt excerpt(String file, String text, Tree.Mapping root, List<Setting> settings) {
    if (this != KUBELET && this != SCHEDULER && this != PROXY) {
      return Excerpt.none();
    }
    List<String> lines = text.lines().toList();
    Set<String> fields =
        root.entries().keySet().stream()
            .filter(name -> name.matches("[A-Za-z]+"))
            .collect(Collectors.toSet());
    TreeSet<Integer> shown = new TreeSet<>();
    for (Setting setting : settings) {
      if (!setting.value().isEmpty() && setting.place().line() == setting.place().endLine()) {
        shown.add(setting.place().line());
      }
    }
    for (int i = 1; i <= lines.size(); i++) {
      String line = lines.get(i - 1);
      boolean opensField =
          line.endsWith(":") && fields.contains(line.substring(0, line.length() - 1));
      if (opensField || line.matches("(kind|apiVersion): [\\w./]+|[A-Za-z]+: (\\d+[smh]?|\\d*)")) {
        shown.add(i);
      }
    }
    return ManifestExcerpt.of(file, lines, shown);
  }
}
