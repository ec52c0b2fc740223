package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ComponentSink.Editing;
import dev.plumbline.repository.ComponentSink.Settings;
import dev.plumbline.repository.TalosArguments.Releases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The documents that Talos 1.14 has in place of fields of its v1alpha1 configuration, one for each
 * component and each of the API server's files (pkg/machinery/config/types/k8s at ad8823176).
 *
 * @see <a
 *     href="https://docs.siderolabs.com/talos/v1.14/reference/configuration/kubernetes/kubeapiserverconfig">the
 *     first of them</a>
 */
final class TalosDocument implements Format {

  private static final FieldTable FIELDS = FieldTable.of("talos-documents");

  private static final String API_SERVER = "kube-apiserver";

  /** The documents of a component that runs in a pod. */
  private static final Map<String, String> PODS =
      Map.of(
          "KubeAPIServerConfig", API_SERVER,
          "KubeControllerManagerConfig", "kube-controller-manager",
          "KubeSchedulerConfig", "kube-scheduler",
          "KubeProxyConfig", "kube-proxy");

  private static final Map<String, ConfigSchema> SCHEMAS =
      Map.of(
          "KubeSchedulerConfig", ConfigSchema.SCHEDULER,
          "KubeProxyConfig", ConfigSchema.PROXY);

  /** Arguments of the API server that other documents are for, or that Talos sets itself. */
  private static final List<String> DENIED_PREFIXES =
      List.of(
          "anonymous-auth",
          "oidc-",
          "authentication-config",
          "tls-min-version",
          "authorization-mode",
          "authorization-webhook-");

  private static final String AUTHORIZER = "KubeAuthorizerConfig";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    String kind = Format.text(document, "kind");
    return Format.text(document, "apiVersion").equals("v1alpha1")
        && kind.startsWith("Kube")
        && kind.endsWith("Config")
        // Kinds of which none sets anything that a control reads.
        && !FIELDS.block("kinds").harmless().containsKey(kind);
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    if (TalosPatch.isDeletion(document)) {
      return;
    }
    Tree.Mapping patched = TalosPatch.withoutDirectives(document);
    String kind = Format.text(patched, "kind");
    if (PODS.containsKey(kind)) {
      pod(kind, PODS.getOrDefault(kind, ""), patched, into);
      return;
    }
    switch (kind) {
      case "KubeletConfig" -> {
        reportUnknown("kubelet", kind, patched, into);
        Talos.kubelet(patched, "config", into);
      }
      case "KubeAuditPolicyConfig" ->
          file(
              "configuration",
              "audit.k8s.io/v1",
              "Policy",
              ConfigSchema.AUDIT_POLICY,
              patched,
              into);
      case "KubeAuthenticationConfig" ->
          into.authentication(inner("configuration", "AuthenticationConfiguration", patched, into));
      case "KubeEtcdEncryptionConfig" ->
          into.file(
              API_SERVER,
              inner("config", "EncryptionConfiguration", patched, into),
              ConfigSchema.ENCRYPTION);
      case "KubeAdmissionControlConfig" -> {
        reportUnknown(API_SERVER, kind, patched, into);
        List<Tree> plugins = List.of(patched);
        if (!SynthesizedTree.hasPodSecurityElsewhere(plugins)) {
          into.file(
              API_SERVER, SynthesizedTree.admission(plugins, patched), ConfigSchema.ADMISSION);
        }
      }
      case AUTHORIZER -> authorizer(document, patched, into);
      case "KubeStaticPodConfig" -> into.pod(Format.at(patched, "pod"));
      default -> into.notRead(Component.NAMES, "the document " + kind, document);
    }
  }

  private static void reportUnknown(
      String component, String kind, Tree.Mapping document, ComponentSink into) {
    into.notRead(component, kind, FIELDS.block(kind), document);
  }

  private static void file(
      String field,
      String apiVersion,
      String fileKind,
      ConfigSchema schema,
      Tree.Mapping document,
      ComponentSink into)
      throws InvalidDocumentException {
    reportUnknown(API_SERVER, Format.text(document, "kind"), document, into);
    into.file(
        API_SERVER,
        SynthesizedTree.ofKind(apiVersion, fileKind, Format.at(document, field)),
        schema);
  }

  private static Tree.Mapping inner(
      String field, String fileKind, Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    reportUnknown(API_SERVER, Format.text(document, "kind"), document, into);
    return SynthesizedTree.ofKind(
        "apiserver.config.k8s.io/v1", fileKind, Format.at(document, field));
  }

  private static void pod(String kind, String component, Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    reportUnknown(component, kind, document, into);
    if (Format.text(document, "enabled").equals("false")) {
      return;
    }
    List<Argument> arguments = TalosArguments.of(component, Releases.NEWER, document, into);
    if (component.equals(API_SERVER)) {
      refuseDenied(arguments);
    }
    Optional<Settings> settings = Optional.empty();
    ConfigSchema schema = SCHEMAS.get(kind);
    if (schema != null && document.get("config").isPresent()) {
      settings =
          Optional.of(new Settings(schema, Format.at(document, "config"), Editing.IMPOSSIBLE));
    }
    into.add(
        new Configured(component, Format.text(document, "image"), document, arguments, settings));
  }

  private static void refuseDenied(List<Argument> arguments) throws InvalidDocumentException {
    for (Argument argument : arguments) {
      String flag = ExtraArguments.flagOf(argument);
      if (DENIED_PREFIXES.stream().anyMatch(flag::startsWith)) {
        throw new InvalidDocumentException(
            argument.place().line(),
            "sets --"
                + flag
                + ", which Talos sets itself or has a document of its own for: it refuses this one");
      }
    }
  }

  /**
   * The first of a file's authorizers stands for all. Where Node or RBAC is missing, others may be
   * in the configuration that these are a patch of.
   */
  private static void authorizer(Tree.Mapping document, Tree.Mapping patched, ComponentSink into)
      throws InvalidDocumentException {
    reportUnknown(API_SERVER, AUTHORIZER, patched, into);
    List<Tree.Mapping> all =
        into.source().objects().stream()
            .filter(other -> Format.text(other, "kind").equals(AUTHORIZER))
            .filter(other -> !TalosPatch.isDeletion(other))
            .toList();
    Set<String> types = Set.copyOf(all.stream().map(a -> Format.text(a, "type")).toList());
    if (!types.containsAll(List.of("Node", "RBAC"))) {
      into.arguments(
          API_SERVER,
          "",
          document,
          List.of(into.argument("authorization-config", TalosArguments.AUTHORIZATION, document)));
    } else if (all.get(0).equals(document)) {
      into.authorizers(
          SynthesizedTree.authorization(
              all.stream().map(TalosDocument::withoutKind).toList(), document));
    }
  }

  private static Tree withoutKind(Tree.Mapping document) {
    Set<String> own = Set.of("name", "type", "webhook");
    return new Tree.Mapping(
        document.entries().entrySet().stream()
            .filter(field -> own.contains(field.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        document.span());
  }
}
