package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.live.Configz;
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
public final class LiveReader implements ComponentReader {

  private static final String API_SERVER = "kube-apiserver";
  private static final String KUBELET = "kubelet";

  /** Where it is told which addresses API servers have. */
  private static final SourceLocation ENDPOINTS =
      SourceLocation.line("the EndpointSlices of default/kubernetes", 1);

  private final FlagzReader flagz;
  private final VersionReader version;
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
    this.version = new VersionReader(new ApiServerIdentity(config, ApiServerIdentity.LIMIT));
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
   * @param beside whether a pod reads the node too
   */
  public record Wanted(boolean configuration, Set<Probe> probes, boolean beside) {
    public Wanted {
      probes = Set.copyOf(probes);
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
      return !configuration && probes.isEmpty();
    }

    /** Whether an API server is asked anything. */
    public boolean asksApiServers() {
      return configuration
          || probes.stream().anyMatch(probe -> probe.component().equals(API_SERVER));
    }

    /** The same where no pod can read beside. */
    private Wanted alone() {
      return new Wanted(configuration, probes, false);
    }
  }

  @Override
  public LiveReading read(AskedNode node, ApiServerOfNode apiServer, Wanted wanted) {
    Optional<ApiEndpoint> endpoint =
        apiServer instanceof ApiServerOfNode.At at ? Optional.of(at.endpoint()) : Optional.empty();
    return new LiveReading(
        Stream.concat(
                apiServer instanceof ApiServerOfNode.Unknown unknown
                    ? Stream.of(LiveComponent.silent(API_SERVER, ENDPOINTS, unknown.why()))
                    : endpoint.stream().flatMap(one -> flags(one, wanted)),
                configuration(node, wanted))
            .toList(),
        Stream.concat(
                answers(wanted, probe -> answers(probe, node, endpoint)).stream(),
                pods.ask(wanted.probes(), node.node()))
            .toList());
  }

  @Override
  public LiveReading read(ApiEndpoint endpoint, Wanted wanted) {
    return new LiveReading(
        flags(endpoint, wanted.alone()).toList(),
        answers(
            wanted,
            probe ->
                probe.component().equals(API_SERVER)
                    ? Stream.of(apiServer.ask(probe, endpoint))
                    : Stream.empty()));
  }

  private static List<ProbeAnswers> answers(
      Wanted wanted, Function<Probe, Stream<ProbeAnswers>> ask) {
    return Stream.of(Probe.values())
        .filter(wanted.probes()::contains)
        .filter(probe -> !probe.isOnRequest())
        .flatMap(ask)
        .toList();
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

  /** Where no pod reads the node, one that was not asked is told too: it is there. */
  private Stream<LiveComponent> flags(ApiEndpoint endpoint, Wanted wanted) {
    String url = endpoint.url(Flagz.PATH);
    if (wanted.configuration()) {
      return Stream.of(
          LiveComponent.of(API_SERVER, url, version.read(endpoint), flagz.read(endpoint)));
    }
    return notAsked(API_SERVER, url, wanted);
  }

  private Stream<LiveComponent> configuration(AskedNode node, Wanted wanted) {
    Optional<KubeletEndpoint> kubelet = node.kubelet();
    return wanted.configuration()
        ? Stream.of(configz.read(kubelet))
        : notAsked(KUBELET, KubeletProbes.url(kubelet, Configz.PATH), wanted);
  }

  private static Stream<LiveComponent> notAsked(String name, String url, Wanted wanted) {
    return wanted.beside()
        ? Stream.empty()
        : Stream.of(
            LiveComponent.silent(
                name,
                SourceLocation.line(url, 1),
                "was not asked, since spec.sources does not have Live"));
  }

  private Stream<ProbeAnswers> answers(
      Probe probe, AskedNode node, Optional<ApiEndpoint> endpoint) {
    return switch (probe.component()) {
      case API_SERVER -> endpoint.map(one -> apiServer.ask(probe, one)).stream();
      case KUBELET -> Stream.of(kubelet.ask(probe, node.kubelet()));
      default -> Stream.empty();
    };
  }
}
