package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import java.util.List;
import java.util.Optional;

/**
 * The probes of a node's kubelet. Those without credentials need no certificate that verifies, and
 * by default a kubelet has none.
 */
final class KubeletProbes {

  /** Of every kubelet that has it at all: the node does not report another. */
  private static final int READ_ONLY_PORT = 10255;

  /** The same for each node, so that nodes with the same answers have the same evidence. */
  private static final String HOST = "node";

  private static final String PODS = "/pods";
  private static final String HEALTH = "/healthz";

  private final KubeletIdentity identity;
  private final int readOnlyPort;

  KubeletProbes(KubeletIdentity identity) {
    this(identity, READ_ONLY_PORT);
  }

  KubeletProbes(KubeletIdentity identity, int readOnlyPort) {
    this.identity = identity;
    this.readOnlyPort = readOnlyPort;
  }

  /**
   * Asks.
   *
   * @param kubelet empty when the node has not reported where it listens
   */
  ProbeAnswers ask(Probe probe, Optional<KubeletEndpoint> kubelet) {
    if (probe == Probe.KubeletTls && kubelet.isPresent()) {
      return new ProbeAnswers(
          probe,
          SourceLocation.line(url(kubelet, ""), 1),
          TlsHandshakes.BOUNDED.ask(kubelet.get().address(), kubelet.get().port()));
    }
    boolean readOnly = probe == Probe.KubeletReadOnlyPort;
    String path = readOnly ? HEALTH : PODS;
    String url = readOnly ? "http://" + HOST + ":" + READ_ONLY_PORT + path : url(kubelet, path);
    Answered answered;
    try {
      int status =
          status(probe, kubelet.orElseThrow(() -> new NoAnswer(AskedNode.NO_ADDRESS)), path);
      answered = new Answered("GET " + path, new Status(status));
    } catch (NoAnswer e) {
      answered = new Answered("GET " + path, new None(e.why()));
    }
    return new ProbeAnswers(probe, SourceLocation.line(url, 1), List.of(answered));
  }

  private int status(Probe probe, KubeletEndpoint kubelet, String path) throws NoAnswer {
    return switch (probe) {
      case KubeletReadOnlyPort ->
          new HttpExchange(new HttpExchange.Plain(HOST), KubeletIdentity.LIMIT)
              .status(kubelet.address(), readOnlyPort, Question.get(path));
      case KubeletAuthorization ->
          identity.answered(
              identity
                  .exchange(kubelet)
                  .status(
                      kubelet.address(),
                      kubelet.port(),
                      Question.get(path, identity.authorization())));
      default ->
          new HttpExchange(new HttpExchange.Unverified(HOST), KubeletIdentity.LIMIT)
              .status(kubelet.address(), kubelet.port(), Question.get(path));
    };
  }

  /** The place of what a kubelet answers. */
  static String url(Optional<KubeletEndpoint> kubelet, String path) {
    int port = kubelet.map(KubeletEndpoint::port).orElse(KubeletEndpoint.DEFAULT_PORT);
    return "https://" + HOST + ":" + port + path;
  }
}
