package dev.plumbline.evidence;

import java.util.Set;

/**
 * Harmless questions about what a running component does. None writes anything, and each says what
 * its answer can prove: an answer that proves nothing, or none at all, is unknown.
 */
public enum Probe {
  /**
   * Asks the API server, by SubjectAccessReviews, whether a user who cannot exist may read all
   * Secrets or a path that does not exist, with no group and with {@code system:authenticated}.
   * What is allowed is allowed to everybody, by whatever authorizer; what is denied proves that no
   * authorizer allows everything, and nothing about users whom a rule names.
   */
  Authorization("kube-apiserver"),
  /**
   * Asks likewise whether a node may read its own Lease, and a Secret that none of its pods has.
   * Both answers together are those of the Node authorizer, or of rules that come to the same.
   */
  NodeAuthorization("kube-apiserver"),
  /**
   * Asks the API server for its paths without credentials. It refuses all of them as
   * unauthenticated (401) only where anonymous requests are off; an answer to some, where they are
   * on for these.
   */
  AnonymousRequests("kube-apiserver"),
  /** Asks the API server for the index of its profiles: there is none (404) where they are off. */
  Profiling("kube-apiserver"),
  /**
   * Begins handshakes with the API server, each with the highest protocol that it offers, and for
   * TLS 1.2 again and again without the cipher suites that were chosen before; none is completed.
   * What the server chooses it takes. A refusal of a protocol as such proves that it does not take
   * it; a refusal of cipher suites proves nothing about those that need a certificate of another
   * kind.
   */
  ApiServerTls("kube-apiserver"),
  /**
   * Asks the kubelet for its pods without credentials. 401 proves that anonymous requests are off,
   * 403 that they are on and authorized, 200 that everybody is authorized.
   */
  KubeletRequests("kubelet"),
  /**
   * Asks the kubelet for its pods as an account that may read its configuration and nothing else.
   * 403 proves that it is authorized, 200 that it is not, or that somebody has given every account
   * the right.
   */
  KubeletAuthorization("kubelet"),
  /**
   * Asks the kubelet's read-only port 10255 for its health. An answer proves that the port is open;
   * a connection that is refused proves nothing, since something between may have refused it.
   */
  KubeletReadOnlyPort("kubelet"),
  /** Begins the handshakes of {@link #ApiServerTls} with the kubelet. */
  KubeletTls("kubelet"),
  /** Begins the handshakes of {@link #ApiServerTls} with etcd's client port 2379. */
  EtcdTls("etcd"),
  /**
   * Asks etcd's client port 2379 for its version, with TLS and without, and without a client
   * certificate. 200 proves that clients need none. A refusal does not prove that
   * --client-cert-auth is true: etcd asks for a certificate wherever --trusted-ca-file is set.
   */
  EtcdClientRequests("etcd"),
  /** Asks etcd's peer port 2380 likewise. */
  EtcdPeerRequests("etcd"),
  /**
   * Asks the controller manager's port 10257 for its health, at the address of its node. An answer
   * proves that the port is not bound to a loopback address alone; no answer proves nothing.
   */
  ControllerManagerPort("kube-controller-manager"),
  /** Asks the scheduler's port 10259 likewise. */
  SchedulerPort("kube-scheduler"),
  /** Asks kube-proxy's metrics port 10249 likewise for its mode, which it tells everybody. */
  KubeProxyMetrics("kube-proxy"),
  /**
   * Asks the API server, by a dry run, for a pod whose image need not be pulled again. A pod that
   * comes back with another pull policy, or is refused where one that always pulls is admitted,
   * proves that whoever creates pods in the namespace {@code default} can't leave it out.
   */
  ImagePullAdmission("kube-apiserver"),
  /**
   * Asks likewise for a Service with an external IP. One that is refused or comes back without it,
   * where the same Service without it is admitted, proves that the field can't be used in the
   * namespace {@code default}.
   */
  ServiceAdmission("kube-apiserver"),
  /**
   * Asks likewise, in a bounded number of namespaces, for pods that differ from one that is
   * admitted in a single property each. What is refused proves that this pod is not admitted, by
   * whatever refuses it, and nothing about other users and other values of the property.
   */
  PodAdmission("kube-apiserver");

  private static final Set<Probe> ON_REQUEST =
      Set.of(ImagePullAdmission, ServiceAdmission, PodAdmission);

  private final String component;

  Probe(String component) {
    this.component = component;
  }

  /**
   * Whether it is asked only by scans that name it: a dry run needs the right to create, which an
   * installation grants by a choice of its own.
   */
  public boolean isOnRequest() {
    return ON_REQUEST.contains(this);
  }

  /** The program that it asks. */
  public String component() {
    return component;
  }
}
