package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ExtraArguments.Decoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The extra arguments of a component of Talos, which merges each with what it sets itself by a
 * policy per flag.
 *
 * @see <a
 *     href="https://github.com/siderolabs/talos/blob/main/internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go">the
 *     policies</a>
 */
final class TalosArguments {

  /** Where Talos writes {@code auditPolicy} to. */
  static final String AUDIT_POLICY = "/system/config/kubernetes/kube-apiserver/auditpolicy.yaml";

  /** Where Talos writes {@code admissionControl} to. */
  static final String ADMISSION =
      "/system/config/kubernetes/kube-apiserver/admission-control-config.yaml";

  /** Where Talos writes the authorizers to. */
  static final String AUTHORIZATION =
      "/system/config/kubernetes/kube-apiserver/authorization-config.yaml";

  /** Lists of the API server that are appended to Talos' own, and that. */
  private static final Map<String, String> APPENDED =
      Map.of("authorization-mode", "Node,RBAC", "enable-admission-plugins", "NodeRestriction");

  /** Flags of which it depends on the release of Talos what it makes of them, or refuses them. */
  private static final Map<String, Set<String>> BY_RELEASE =
      Map.of(
          "kube-apiserver", Set.of("tls-cipher-suites", "tls-min-version"),
          "etcd", Set.of("tls-min-version"));

  /** Flags that Talos lets nobody set. */
  private static final Map<String, Set<String>> DENIED =
      Map.of(
          "kube-apiserver",
          Set.of(
              "etcd-servers",
              "client-ca-file",
              "requestheader-client-ca-file",
              "proxy-client-cert-file",
              "proxy-client-key-file",
              "encryption-provider-config",
              "etcd-cafile",
              "etcd-certfile",
              "etcd-keyfile",
              "kubelet-client-certificate",
              "kubelet-client-key",
              "service-account-key-file",
              "service-account-signing-key-file",
              "tls-cert-file",
              "tls-private-key-file",
              "authorization-config"),
          "kube-controller-manager",
          Set.of(
              "cluster-signing-cert-file",
              "cluster-signing-key-file",
              "authentication-kubeconfig",
              "authorization-kubeconfig",
              "root-ca-file",
              "service-account-private-key-file"),
          "kube-scheduler",
          Set.of("kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig", "config"),
          "etcd",
          Set.of(
              "name",
              "auto-tls",
              "peer-auto-tls",
              "data-dir",
              "listen-peer-urls",
              "listen-client-urls",
              "client-cert-auth",
              "cert-file",
              "key-file",
              "trusted-ca-file",
              "peer-client-cert-auth",
              "peer-cert-file",
              "peer-key-file",
              "peer-trusted-ca-file"),
          "kubelet",
          Set.of(
              "bootstrap-kubeconfig",
              "kubeconfig",
              "container-runtime",
              "container-runtime-endpoint",
              "config",
              "cert-dir"));

  private TalosArguments() {}

  /** Which releases of Talos take a configuration. */
  enum Releases {
    ANY,
    /** From 1.14, of which it is known what it makes of every flag. */
    NEWER
  }

  static List<Argument> of(
      String component, Releases releases, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    Set<String> byRelease =
        releases == Releases.ANY ? BY_RELEASE.getOrDefault(component, Set.of()) : Set.of();
    List<Argument> arguments = new ArrayList<>();
    for (Argument argument : ExtraArguments.of(block, "extraArgs", Decoding.LENIENT, into)) {
      String[] parts = argument.value().substring(2).split("=", 2);
      if (DENIED.getOrDefault(component, Set.of()).contains(parts[0])) {
        throw new InvalidDocumentException(
            argument.place().line(),
            "sets --" + parts[0] + ", which Talos sets itself: it refuses the configuration");
      }
      arguments.add(
          byRelease.contains(parts[0])
              ? new Argument(argument.value(), Argument.Resolution.UNRESOLVED, argument.place())
              : merged(component, parts[0], parts[1], argument));
    }
    if (component.equals("kube-scheduler")) {
      reportIgnored(block, into);
    }
    return arguments;
  }

  /** The authorizers in force: those that are given, behind Talos' own where these are missing. */
  static Tree.Mapping authorizers(List<Tree> given) throws InvalidDocumentException {
    Set<String> types = new LinkedHashSet<>();
    for (Tree authorizer : given) {
      types.add(Format.text(Tree.mapping(authorizer), "type"));
    }
    List<Tree> all = new ArrayList<>();
    for (String type : List.of("Node", "RBAC")) {
      if (!types.contains(type)) {
        all.add(
            new Tree.Mapping(
                Map.of(
                    "type",
                    SynthesizedTree.text(type, given.get(0)),
                    "name",
                    SynthesizedTree.text(type.toLowerCase(Locale.ROOT), given.get(0))),
                given.get(0).span()));
      }
    }
    all.addAll(given);
    return SynthesizedTree.authorization(all, given.get(0));
  }

  /**
   * Reports a flag that would switch the scheduler's profiling off. From 1.6 on Talos gives it a
   * file, beside which it ignores the flag: the field of the file is what counts, true by default.
   */
  private static void reportIgnored(Tree.Mapping scheduler, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping flags = Format.at(scheduler, "extraArgs");
    boolean isOff = Format.text(flags, "profiling").matches("(?i)false|f|0");
    if (isOff && Format.at(scheduler, "config").get("enableProfiling").isEmpty()) {
      into.problem(
          "kube-scheduler",
          flags.get("profiling").orElseThrow(),
          "sets --profiling, which the scheduler ignores beside the file that Talos gives it from"
              + " 1.6 on: set enableProfiling in its config");
    }
  }

  private static Argument merged(String component, String flag, String value, Argument given) {
    String own = component.equals("kube-apiserver") ? APPENDED.get(flag) : null;
    if (own == null) {
      return given;
    }
    Set<String> items = new LinkedHashSet<>(Arrays.asList(own.split(",", -1)));
    items.addAll(Arrays.asList(value.split(",", -1)));
    return new Argument(
        "--" + flag + "=" + String.join(",", items), given.resolution(), given.place());
  }
}
