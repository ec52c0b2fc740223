package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.Status;
import dev.plumbline.operator.live.PodProbes.Target;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Components that run as pods are asked where they are, without credentials. */
class PodProbesTest {

  private static final Set<String> CONTROL_PLANE =
      Set.of("etcd", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kube-apiserver");

  private static final Set<Probe> OF_PODS = EnumSet.range(Probe.EtcdTls, Probe.KubeProxyMetrics);

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static Node node(String type) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n")
        .endMetadata()
        .withNewStatus()
        .addNewAddress("127.0.0.1", type)
        .endStatus()
        .build();
  }

  private static List<Answer> answers(Probe probe, String scheme, int port) {
    Target target = new Target(port, scheme, "/path");
    ProbeAnswers answers =
        new PodProbes(name -> CONTROL_PLANE, Map.of(probe, target))
            .ask(Set.of(probe), node("InternalIP"))
            .findFirst()
            .orElseThrow();
    return answers.answers().stream().map(Answered::answer).toList();
  }

  private static List<ProbeAnswers> all(PodProbes.Pods pods, Node node) {
    return new PodProbes(pods).ask(EnumSet.allOf(Probe.class), node).toList();
  }

  @Test
  void aNodeIsAskedForWhatItsPodsAreAndNothingElse() {
    assertThat(all(name -> CONTROL_PLANE, node("ExternalIP")))
        .extracting(ProbeAnswers::probe)
        .containsExactlyElementsOf(OF_PODS);
    assertThat(all(name -> Set.of("kube-proxy"), node("ExternalIP")))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.probe()).isEqualTo(Probe.KubeProxyMetrics);
              assertThat(one.place().file()).isEqualTo("http://node:10249/proxyMode");
              assertThat(one.answers().toString()).contains("no internal address");
            });
    assertThat(all(name -> Set.of("coredns"), node("InternalIP"))).isEmpty();
    assertThat(all(name -> CONTROL_PLANE, new NodeBuilder().build())).isEmpty();
  }

  @Test
  void podsAreListedOnceAndOnlyWhereAProbeNeedsThem() {
    List<String> listed = new ArrayList<>();
    PodProbes probes =
        new PodProbes(
            name -> {
              listed.add(name);
              return CONTROL_PLANE;
            });
    assertThat(probes.ask(Set.of(Probe.KubeletTls, Probe.Profiling), node("ExternalIP"))).isEmpty();
    assertThat(listed).isEmpty();
    assertThat(probes.ask(OF_PODS, node("ExternalIP"))).hasSize(OF_PODS.size());
    assertThat(listed).containsExactly("n");
  }

  @Test
  void podsThatCannotBeListedProveNothing() {
    assertThat(
            all(
                name -> {
                  throw new IllegalStateException("a secret");
                },
                node("InternalIP")))
        .hasSize(OF_PODS.size())
        .allSatisfy(
            one ->
                assertThat(one.answers())
                    .singleElement()
                    .satisfies(
                        answered -> {
                          assertThat(answered.answer()).isInstanceOf(None.class);
                          assertThat(answered.toString())
                              .contains("did not return the pods")
                              .doesNotContain("secret");
                        }));
  }

  @Test
  void etcdIsAskedWithTlsAndWithoutAndWithoutACertificate() throws Exception {
    int port =
        server.serve("another-name.p12", AskedServer.answer("HTTP/1.0 200 OK", "x".repeat(9999)));
    List<Answer> answers = answers(Probe.EtcdClientRequests, "https", port);
    assertThat(answers.get(0)).isEqualTo(new Status(200));
    assertThat(answers.get(1)).as("of a server with TLS").isInstanceOf(None.class);
    assertThat(server.received)
        .contains("GET /path HTTP/1.0")
        .noneMatch(line -> line.contains("Authorization"));
    int plain = server.servePlain(AskedServer.answer("HTTP/1.0 200 OK", ""));
    answers = answers(Probe.EtcdPeerRequests, "https", plain);
    assertThat(answers.get(0)).as("of a server without TLS").isInstanceOf(None.class);
    assertThat(answers.get(1)).isEqualTo(new Status(200));
  }

  /** With TLS 1.3 the handshake is over before a server sees that there is no certificate. */
  @Test
  void aServerThatWantsACertificateRefusesWithAnAlert() throws Exception {
    int port =
        server.serveThoseWithCertificates(
            "api-server.p12", AskedServer.answer("HTTP/1.0 200 OK", ""));
    assertThat(answers(Probe.EtcdClientRequests, "https", port).get(0).toString())
        // It may close the connection before its alert is read.
        .containsAnyOf(
            "with the TLS alert bad_certificate",
            "with the TLS alert certificate_required",
            "broke off the connection");
    assertThat(server.received).isEmpty();
    assertThat(answers(Probe.EtcdTls, "https", port))
        .anySatisfy(answer -> assertThat(answer).isInstanceOf(Handshake.class));
  }

  @Test
  void portsAreAskedForTheirHealth() throws Exception {
    int tls = server.serve("kubelet-self-signed.p12", AskedServer.answer("HTTP/1.0 403 No", ""));
    assertThat(answers(Probe.ControllerManagerPort, "https", tls)).containsExactly(new Status(403));
    assertThat(answers(Probe.SchedulerPort, "https", tls)).containsExactly(new Status(403));
    int plain = server.servePlain(AskedServer.answer("HTTP/1.0 200 OK", "iptables"));
    assertThat(answers(Probe.KubeProxyMetrics, "http", plain)).containsExactly(new Status(200));
    // Something that forwards to it, with TLS.
    assertThat(answers(Probe.KubeProxyMetrics, "http", tls).get(0)).isInstanceOf(None.class);
    assertThat(answers(Probe.SchedulerPort, "https", AskedServer.closedPort()).get(0).toString())
        .contains("could not be reached");
  }
}
