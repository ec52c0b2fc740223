package dev.plumbline.evidence;

/**
 * What a pod has that controls want refused.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
public enum PodProperty {
  Privileged,
  HostPID,
  HostIPC,
  HostNetwork,
  PrivilegeEscalation,
  RunAsRoot,
  NetRaw,
  AddedCapabilities,
  /** Some of the capabilities that a container runtime gives are kept. */
  KeptCapabilities,
  WindowsHostProcess,
  HostPath,
  HostPort
}
