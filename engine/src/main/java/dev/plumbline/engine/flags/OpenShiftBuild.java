package dev.plumbline.engine.flags;

import java.util.List;

/**
 * The flags and admission plugins of OpenShift's builds beside those of the release that they are
 * made from.
 *
 * @see <a href="https://github.com/openshift/kubernetes">openshift/kubernetes</a>
 */
public final class OpenShiftBuild {

  /**
   * {@code cmd/kube-apiserver}, {@code cmd/kube-controller-manager}, {@code cmd/kube-scheduler}.
   */
  private static final List<FlagDefinition> FLAGS =
      List.of(
          new FlagDefinition("openshift-config", "string", "", "", "", List.of(), ""),
          new FlagDefinition(
              "unsupported-kube-api-over-localhost", "bool", "", "true", "false", List.of(), ""));

  /**
   * On unless disabled, with {@code --openshift-config}: {@code
   * openshift-kube-apiserver/admission/admissionenablement/register.go}.
   */
  private static final List<String> ADMISSION_PLUGINS =
      List.of(
          "NodeRestriction",
          "OwnerReferencesPermissionEnforcement",
          "PodNodeSelector",
          "PodTolerationRestriction",
          "Priority",
          "StorageObjectInUseProtection",
          "authorization.openshift.io/RestrictSubjectBindings",
          "autoscaling.openshift.io/ClusterResourceOverride",
          "autoscaling.openshift.io/ManagedNode",
          "autoscaling.openshift.io/ManagementCPUsOverride",
          "autoscaling.openshift.io/MixedCPUs",
          "autoscaling.openshift.io/RunOnceDuration",
          "image.openshift.io/ImagePolicy",
          "network.openshift.io/ExternalIPRanger",
          "network.openshift.io/RestrictedEndpointsAdmission",
          "quota.openshift.io/ClusterResourceQuota",
          "route.openshift.io/IngressAdmission",
          "route.openshift.io/RouteHostAssignment",
          "scheduling.openshift.io/OriginPodNodeEnvironment",
          "scheduling.openshift.io/PodNodeConstraints",
          "security.openshift.io/SCCExecRestrictions",
          "security.openshift.io/SecurityContextConstraint",
          "storage.openshift.io/CSIInlineVolumeSecurity");

  private OpenShiftBuild() {}

  /** The table of a release as OpenShift builds it. */
  public static FlagTable extend(FlagTable table) {
    return table.extended(FLAGS, ADMISSION_PLUGINS);
  }
}
