package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The probes of components that run as pods at the addresses of their node: only on nodes that have
 * such a pod, and at the node's internal address. All are without credentials, and who answers is
 * not verified: the authority of etcd's certificates is its own, and the others sign theirs
 * themselves.
 */
final class PodProbes {

  /** The same for each node, so that nodes with the same answers have the same evidence. */
  private static final String HOST = "node";

  private static final String WITHOUT_TLS = " without TLS";

  /**
   * What a probe asks, at the port that the component has by default.
   *
   * @param path empty for a handshake alone
   */
  record Target(int port, String scheme, String path) {
    private String url() {
      return scheme + "://" + HOST + ":" + port + path;
    }
  }

  private static final Map<Probe, Target> TARGETS =
      new EnumMap<>(
          Map.of(
              Probe.EtcdTls, new Target(2379, "https", ""),
              Probe.EtcdClientRequests, new Target(2379, "https", "/version"),
              Probe.EtcdPeerRequests, new Target(2380, "https", "/version"),
              Probe.ControllerManagerPort, new Target(10257, "https", "/healthz"),
              Probe.SchedulerPort, new Target(10259, "https", "/healthz"),
              Probe.KubeProxyMetrics, new Target(10249, "http", "/proxyMode")));

  private final Pods pods;
  private final Map<Probe, Target> targets;

  /** Which components run as pods at the addresses of a node, by their names. */
  interface Pods {
    Set<String> on(String node);
  }

  PodProbes(Pods pods) {
    this(pods, TARGETS);
  }

  PodProbes(Pods pods, Map<Probe, Target> targets) {
    this.pods = pods;
    this.targets = Map.copyOf(targets);
  }

  /** Asks those of the probes that are about components on the node. */
  Stream<ProbeAnswers> ask(Set<Probe> probes, Node node) {
    List<Probe> wanted =
        Stream.of(Probe.values()).filter(probes::contains).filter(targets::containsKey).toList();
    Optional<String> name =
        Optional.ofNullable(node.getMetadata()).map(metadata -> metadata.getName());
    if (wanted.isEmpty() || name.isEmpty()) {
      return Stream.empty();
    }
    Set<String> components;
    try {
      components = pods.on(name.get());
    } catch (RuntimeException e) {
      String why =
          "was not asked, since the API server did not return the pods of the node ("
              + e.getClass().getSimpleName()
              + ")";
      return wanted.stream().map(probe -> answers(probe, List.of(none(probe, why))));
    }
    return wanted.stream()
        .filter(probe -> components.contains(probe.component()))
        .map(probe -> answers(probe, ask(probe, KubeletEndpoint.of(node))));
  }

  private ProbeAnswers answers(Probe probe, List<Answered> answers) {
    return new ProbeAnswers(probe, SourceLocation.line(target(probe).url(), 1), answers);
  }

  private Answered none(Probe probe, String why) {
    return new Answered("GET " + target(probe).path(), new None(why));
  }

  private Target target(Probe probe) {
    return Optional.ofNullable(targets.get(probe)).orElseThrow();
  }

  private List<Answered> ask(Probe probe, Optional<KubeletEndpoint> node) {
    if (node.isEmpty()) {
      return List.of(none(probe, AskedNode.NO_ADDRESS));
    }
    String address = node.get().address();
    Target target = target(probe);
    HttpExchange.Security plain = new HttpExchange.Plain(HOST);
    HttpExchange.Security tls = new HttpExchange.Unverified(HOST);
    return switch (probe) {
      case EtcdTls -> TlsHandshakes.BOUNDED.ask(address, target.port());
      case EtcdClientRequests, EtcdPeerRequests ->
          List.of(status("", tls, address, target), status(WITHOUT_TLS, plain, address, target));
      case KubeProxyMetrics -> List.of(status("", plain, address, target));
      default -> List.of(status("", tls, address, target));
    };
  }

  private static Answered status(
      String how, HttpExchange.Security security, String address, Target target) {
    String question = "GET " + target.path() + how;
    try {
      return new Answered(
          question,
          new Status(
              new HttpExchange(security, KubeletIdentity.LIMIT)
                  .status(address, target.port(), Question.get(target.path()))));
    } catch (NoAnswer e) {
      return new Answered(question, new None(e.why()));
    }
  }
}
