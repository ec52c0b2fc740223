package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks the running components of a node: each question is bounded in time and in what is read, and
 * goes to an address that the API's objects name.
 */
public final class LiveReader {

  private static final String API_SERVER = "kube-apiserver";
  private static final String KUBELET = "kubelet";

  private final FlagzReader flagz;
  private final ConfigzReader configz;
  private final ApiServerProbes apiServer;
  private final KubeletProbes kubelet;
  private final PodProbes pods;

  /**
   * @param config the operator's own
   * @param tokens what kubelets are asked with
   * @param componentPods the names of the components that run as pods at the addresses of a node,
   *     by the node's name; may raise what the client does
   */
  public LiveReader(
      Config config, KubeletTokens tokens, Function<String, Set<String>> componentPods) {
    this.flagz = new FlagzReader(config, ApiServerIdentity.LIMIT);
    KubeletIdentity identity = new KubeletIdentity(config, tokens, KubeletIdentity.LIMIT);
    this.configz = new ConfigzReader(identity);
    this.kubelet = new KubeletProbes(identity);
    this.apiServer = new ApiServerProbes(config);
    this.pods = new PodProbes(componentPods::apply);
  }

  /**
   * What to ask.
   *
   * @param configuration whether to ask for the flags and the configuration in force
   */
  public record Wanted(boolean configuration, Set<Probe> probes) {
    public Wanted {
      probes = Set.copyOf(probes);
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
      return !configuration && probes.isEmpty();
    }
  }

  /**
   * Asks.
   *
   * @param endpoint the node's API server; empty when it has none
   */
  public LiveReading read(Node node, Optional<ApiEndpoint> endpoint, Wanted wanted) {
    return new LiveReading(
        wanted.configuration() ? configuration(node, endpoint).toList() : List.of(),
        Stream.concat(
                Stream.of(Probe.values())
                    .filter(wanted.probes()::contains)
                    .flatMap(probe -> answers(probe, node, endpoint)),
                pods.ask(wanted.probes(), node))
            .toList());
  }

  /** Asks one API server alone, which is no node's. */
  public static List<ProbeAnswers> read(Config config, ApiEndpoint endpoint) {
    ApiServerProbes probes = new ApiServerProbes(config);
    return ApiServerProbes.all().map(probe -> probes.ask(probe, endpoint)).toList();
  }

  /**
   * Asks components of one node alone.
   *
   * @param components the names of those that run as pods at its addresses
   */
  public static List<ProbeAnswers> read(Node node, Set<String> components) {
    return new PodProbes(name -> components).ask(Set.of(Probe.values()), node).toList();
  }

  private Stream<LiveComponent> configuration(Node node, Optional<ApiEndpoint> endpoint) {
    return Stream.concat(
        endpoint.map(this::flags).stream(), Stream.of(configz.read(KubeletEndpoint.of(node))));
  }

  private LiveComponent flags(ApiEndpoint endpoint) {
    return LiveComponent.of(API_SERVER, endpoint.url(Flagz.PATH), flagz.read(endpoint));
  }

  private Stream<ProbeAnswers> answers(Probe probe, Node node, Optional<ApiEndpoint> endpoint) {
    return switch (probe.component()) {
      case API_SERVER -> endpoint.map(one -> apiServer.ask(probe, one)).stream();
      case KUBELET -> Stream.of(kubelet.ask(probe, KubeletEndpoint.of(node)));
      default -> Stream.empty();
    };
  }
}
