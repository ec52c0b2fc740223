package dev.plumbline.operator.live;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.operator.cluster.KubeletEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The probes of a node's kubelet. They carry no credentials, so that its certificate, which by
 * default it has signed itself, need not verify.
 */
final class KubeletProbes {

  /** Of every kubelet that has it at all: the node does not report another. */
  private static final int READ_ONLY_PORT = 10255;

  /** The same for each node, so that nodes with the same answers have the same evidence. */
  private static final String HOST = "node";

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final int readOnlyPort;

  KubeletProbes() {
    this(READ_ONLY_PORT);
  }

  KubeletProbes(int readOnlyPort) {
    this.readOnlyPort = readOnlyPort;
  }

  /**
   * Asks.
   *
   * @param kubelet empty when the node has not reported where it listens
   */
  ProbeAnswers ask(Probe probe, Optional<KubeletEndpoint> kubelet) {
    boolean readOnly = probe == Probe.KubeletReadOnlyPort;
    Question question = Question.get(readOnly ? "/healthz" : "/pods");
    String url =
        readOnly
            ? "http://" + HOST + ":" + READ_ONLY_PORT + question.path()
            : url(kubelet, question.path());
    HttpExchange exchange =
        new HttpExchange(
            readOnly ? new HttpExchange.Plain(HOST) : new HttpExchange.Unverified(HOST), LIMIT);
    return new ProbeAnswers(
        probe,
        SourceLocation.line(url, 1),
        List.of(
            kubelet
                .map(one -> answered(exchange, one, readOnly ? readOnlyPort : one.port(), question))
                .orElseGet(
                    () ->
                        new Answered(
                            asked(question),
                            new None(
                                "was not asked, since the node reports no internal address")))));
  }

  /** The place of what a kubelet answers. */
  static String url(Optional<KubeletEndpoint> kubelet, String path) {
    int port = kubelet.map(KubeletEndpoint::port).orElse(KubeletEndpoint.DEFAULT_PORT);
    return "https://" + HOST + ":" + port + path;
  }

  private static Answered answered(
      HttpExchange exchange, KubeletEndpoint kubelet, int port, Question question) {
    try {
      return new Answered(
          asked(question), new Status(exchange.status(kubelet.address(), port, question)));
    } catch (NoAnswer e) {
      return new Answered(asked(question), new None(e.why()));
    }
  }

  private static String asked(Question question) {
    return question.method() + " " + question.path();
  }
}
