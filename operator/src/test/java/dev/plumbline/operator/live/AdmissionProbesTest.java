package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.PodProperty;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Admission;
import dev.plumbline.evidence.ProbeAnswers.Admitted;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.PodsOfNamespace;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.AskedServer.Behaviour;
import dev.plumbline.operator.live.LiveReader.Wanted;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent as the account is a dry run, and nothing before its policy has shown itself. */
class AdmissionProbesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "the-admission-probers-token";
  private static final Set<Probe> ALL =
      Set.of(Probe.ImagePullAdmission, Probe.ServiceAdmission, Probe.PodAdmission);

  private static final AccountTokens TOKENS =
      new AccountTokens(
          new AccountTokens.Account(DryRuns.ACCOUNT, DryRuns.INSTALLATION),
          () -> TOKEN,
          System::nanoTime);

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** What an API server does with an object that its policies have seen. */
  private interface Admits {
    void serve(String path, ObjectNode object, OutputStream out) throws IOException;
  }

  private static void created(ObjectNode object, OutputStream out) throws IOException {
    write("HTTP/1.0 201 Created", object.toString(), out);
  }

  private static void refused(int code, String message, OutputStream out) throws IOException {
    write(
        "HTTP/1.0 " + code + " No",
        JSON.createObjectNode().put("kind", "Status").put("message", message).toString(),
        out);
  }

  private static void write(String head, String body, OutputStream out) throws IOException {
    out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  private static String forbidden(ObjectNode object, String why) {
    return (object.get("kind").asText().equals("Pod") ? "pods" : "services")
        + " \""
        + object.get("metadata").get("name").asText()
        + "\" is forbidden: "
        + why;
  }

  /** One that has the policy. */
  private static Behaviour policed(Admits admits) {
    return (request, out) -> {
      String[] first = request.get(0).split(" ", -1);
      assertThat(first[0]).isEqualTo("POST");
      assertThat(first[1]).endsWith("?dryRun=All");
      ObjectNode object = (ObjectNode) JSON.readTree(request.get(1));
      if (object.get("metadata").get("name").asText().equals("plumbline-policy-in-force")) {
        refused(
            403,
            forbidden(
                object,
                "ValidatingAdmissionPolicy 'plumbline-admission-prober' with binding"
                    + " 'plumbline-admission-prober' denied request: This policy is in force."),
            out);
      } else {
        admits.serve(first[1].replace("?dryRun=All", ""), object, out);
      }
    };
  }

  private static AdmissionProbes probes(Config config, Supplier<List<String>> namespaces) {
    return new AdmissionProbes(
        new ApiServerIdentity(config, ApiServerIdentity.LIMIT), TOKENS, "image", namespaces);
  }

  private List<Answer> answers(Probe probe, Behaviour behaviour, String... namespaces)
      throws Exception {
    return answers(
        probes(AskedServer.config("ca.crt"), () -> List.of(namespaces)),
        probe,
        server.serve("api-server.p12", behaviour));
  }

  private static List<Answer> answers(AdmissionProbes probes, Probe probe, int port) {
    List<ProbeAnswers> answers =
        probes.read(new ApiEndpoint("127.0.0.1", port), new Wanted(false, Set.of(probe), true));
    assertThat(answers).singleElement().satisfies(a -> assertThat(a.probe()).isEqualTo(probe));
    return answers.get(0).answers().stream().map(Answered::answer).toList();
  }

  private static void assertNothing(List<Answer> answers, String why) {
    assertThat(answers)
        .isNotEmpty()
        .allSatisfy(
            answer -> {
              assertThat(answer).isInstanceOf(None.class);
              assertThat(answer.toString()).contains(why);
            });
  }

  @Test
  void onlyProbesOfAdmissionAreAskedAndOnlyThoseThatAreNamed() throws Exception {
    AdmissionProbes probes = probes(AskedServer.config("ca.crt"), List::of);
    ApiEndpoint nobody = new ApiEndpoint("127.0.0.1", AskedServer.closedPort());
    Set<Probe> byDefault =
        Set.copyOf(Stream.of(Probe.values()).filter(probe -> !probe.isOnRequest()).toList());
    assertThat(probes.read(nobody, new Wanted(true, byDefault, true))).isEmpty();
    assertThat(probes.read(nobody, new Wanted(true, Set.of(Probe.values()), true)))
        .extracting(ProbeAnswers::probe)
        .containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void everyRequestIsADryRunAsTheAccount() throws Exception {
    int port = server.serve("api-server.p12", policed((path, object, out) -> created(object, out)));
    probes(AskedServer.config("ca.crt"), () -> List.of("shop"))
        .read(new ApiEndpoint("127.0.0.1", port), new Wanted(false, ALL, true));
    List<String> requests =
        server.received.stream().filter(line -> line.endsWith(" HTTP/1.0")).toList();
    assertThat(requests)
        .hasSize(3 + 2 + 2 + 1 + PodQuestion.ALL.size())
        .allMatch(
            line ->
                line.matches(
                    "POST /api/v1/namespaces/[a-z]+/(pods|services)\\?dryRun=All HTTP/1.0"));
    assertThat(server.received.stream().filter(line -> line.startsWith("Authorization")))
        .hasSameSizeAs(requests)
        .containsOnly("Authorization: Bearer " + TOKEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"ImagePullAdmission", "ServiceAdmission", "PodAdmission"})
  void nothingIsAskedWithoutThePolicy(Probe probe) throws Exception {
    assertNothing(
        answers(
            probe,
            (request, out) -> created((ObjectNode) JSON.readTree(request.get(1)), out),
            "shop"),
        "is not in force: apply config/overlays/admission-probes");
    assertThat(server.received.stream().filter(line -> line.startsWith("POST"))).hasSize(1);
  }

  /** A policy of another name denies it, so that nothing shows the account's own. */
  @Test
  void anotherPolicyIsNotTheAccounts() throws Exception {
    assertNothing(
        answers(
            Probe.ServiceAdmission,
            (request, out) ->
                refused(
                    403,
                    forbidden(
                        (ObjectNode) JSON.readTree(request.get(1)),
                        "ValidatingAdmissionPolicy 'x' with binding 'x' denied request: no"),
                    out)),
        "is not in force");
  }

  @ParameterizedTest
  @EnumSource(names = {"ImagePullAdmission", "ServiceAdmission", "PodAdmission"})
  void aServerThatIsNotTheClustersGetsNoToken(Probe probe) throws Exception {
    int port =
        server.serve("another-name.p12", policed((path, object, out) -> created(object, out)));
    Config config = AskedServer.config("ca.crt");
    assertNothing(answers(probes(config, List::of), probe, port), "has no certificate");
    Config trusting = new ConfigBuilder(config).withTrustCerts(true).build();
    assertNothing(answers(probes(trusting, List::of), probe, port), "was not asked");
    assertThat(server.received).isEmpty();
  }

  @Test
  void anAccountThatIsNotThereIsSaidToBeMissing() throws Exception {
    AdmissionProbes probes =
        new AdmissionProbes(
            new ApiServerIdentity(AskedServer.config("ca.crt"), ApiServerIdentity.LIMIT),
            new AccountTokens(
                new AccountTokens.Account(DryRuns.ACCOUNT, DryRuns.INSTALLATION),
                () -> {
                  throw new KubernetesClientException("secret", 404, null);
                },
                System::nanoTime),
            "image",
            List::of);
    int port = server.serve("api-server.p12", (request, out) -> {});
    assertNothing(
        answers(probes, Probe.ImagePullAdmission, port),
        "does not exist (404); apply config/overlays/admission-probes");
    assertThat(server.received).isEmpty();
  }

  @Test
  void thePullPolicyThatComesBackTells() throws Exception {
    assertThat(
            answers(Probe.ImagePullAdmission, policed((path, object, out) -> created(object, out))))
        .containsExactly(new Admission(Admitted.With), new Admission(Admitted.With));
    assertThat(
            answers(
                Probe.ImagePullAdmission,
                policed(
                    (path, object, out) -> {
                      ((ObjectNode) DryRunObject.container(object))
                          .put("imagePullPolicy", "Always");
                      created(object, out);
                    })))
        .containsExactly(new Admission(Admitted.With), new Admission(Admitted.Without));
  }

  @Test
  void externalIpsThatAreDeniedOrTakenAwayTell() throws Exception {
    assertThat(
            answers(
                Probe.ServiceAdmission,
                policed(
                    (path, object, out) -> {
                      if (object.get("spec").has("externalIPs")) {
                        refused(
                            403,
                            forbidden(object, "Use of external IPs is denied by admission control"),
                            out);
                      } else {
                        created(object, out);
                      }
                    })))
        .containsExactly(new Admission(Admitted.With), new Admission(Admitted.Refused));
    assertThat(
            answers(
                Probe.ServiceAdmission,
                policed(
                    (path, object, out) -> {
                      ((ObjectNode) object.get("spec")).remove("externalIPs");
                      created(object, out);
                    })))
        .containsExactly(new Admission(Admitted.With), new Admission(Admitted.Without));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500|failed calling webhook|the status 500",
        "429|too many requests|the status 429",
        "409|conflict|the status 409",
        "404|namespaces \"default\" not found|the status 404",
        "400|admission webhook \"a\" does not support dry run|does not support dry runs",
        "403|services is forbidden: User \"x\" cannot create|by its rights",
        "401|Unauthorized|took no token",
        "503|admission webhook \"a\" denied the request|the status 503"
      })
  void otherRefusalsProveNothing(String line) throws Exception {
    String[] parts = line.split("\\|", -1);
    assertNothing(
        answers(
            Probe.ServiceAdmission,
            policed((path, object, out) -> refused(Integer.parseInt(parts[0]), parts[1], out))),
        parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.0 201 Created|{}", "HTTP/1.0 201 Created|[", "HTTP/1.0 200 OK|{}", "SSH|"})
  void whatIsNoAnswerProvesNothing(String line) throws Exception {
    String[] parts = line.split("\\|", -1);
    assertNothing(
        answers(
            Probe.ServiceAdmission, policed((path, object, out) -> write(parts[0], parts[1], out))),
        "answered with");
  }

  @Test
  void aServerThatSendsWithoutEndOrNothingProvesNothing() throws Exception {
    assertNothing(
        answers(
            Probe.ServiceAdmission,
            policed(
                (path, object, out) -> {
                  out.write("HTTP/1.0 201 Created\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  while (server.end.getCount() > 0) {
                    out.write(new byte[64 * 1024]);
                  }
                })),
        "answered with more than");
    AdmissionProbes impatient =
        new AdmissionProbes(
            new ApiServerIdentity(AskedServer.config("ca.crt"), Duration.ofMillis(300)),
            TOKENS,
            "image",
            List::of);
    int silent = server.serve("api-server.p12", (request, out) -> server.end.await());
    assertNothing(answers(impatient, Probe.ServiceAdmission, silent), "did not answer within");
  }

  private static boolean isOf(PodProperty property, ObjectNode pod) {
    return PodQuestion.ALL.stream()
        .filter(question -> question.properties().contains(property))
        .anyMatch(question -> question.isIn(pod));
  }

  @Test
  void eachNamespaceIsAskedWhatItAdmits() throws Exception {
    List<Answer> answers =
        answers(
            Probe.PodAdmission,
            policed(
                (path, object, out) -> {
                  if (path.contains("/closed/")) {
                    refused(403, forbidden(object, "no pods here"), out);
                  } else if (path.contains("/full/")) {
                    refused(403, forbidden(object, "exceeded quota: q"), out);
                  } else if (isOf(PodProperty.HostPID, object)) {
                    refused(400, "admission webhook \"a\" denied the request: no", out);
                  } else if (isOf(PodProperty.HostIPC, object)) {
                    refused(500, "etcd", out);
                  } else {
                    created(object, out);
                  }
                }),
            "shop",
            "kube-system",
            "closed",
            "full");
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).toString()).contains("was refused for a pod that");
    assertThat(answers.get(1).toString()).contains("by a quota");
    assertThat(answers.get(2))
        .isInstanceOfSatisfying(
            PodsOfNamespace.class,
            shop -> {
              assertThat(shop.namespace()).isEqualTo("shop");
              assertThat(shop.refused()).containsExactly(PodProperty.HostPID);
              assertThat(shop.admitted())
                  .hasSize(PodProperty.values().length - 2)
                  .doesNotContain(PodProperty.HostPID, PodProperty.HostIPC);
            });
    assertThat(answers.get(3))
        .as("commonly exempt ones come last")
        .isInstanceOfSatisfying(
            PodsOfNamespace.class, last -> assertThat(last.namespace()).isEqualTo("kube-system"));
  }

  /** One way of having it that is admitted is enough, and one that is unknown too many. */
  @Test
  void aPropertyIsRefusedWhenEachWayOfHavingItIs() throws Exception {
    List<Answer> answers =
        answers(
            Probe.PodAdmission,
            policed(
                (path, object, out) -> {
                  String security =
                      DryRunObject.container(object).get("securityContext").toString();
                  if (security.contains("\"runAsUser\":0")) {
                    refused(403, forbidden(object, "no root"), out);
                  } else if (security.contains("NET_ADMIN")) {
                    refused(403, forbidden(object, "no NET_ADMIN"), out);
                  } else if (security.contains("SYS_ADMIN")) {
                    refused(500, "etcd", out);
                  } else {
                    created(object, out);
                  }
                }),
            "shop");
    assertThat(answers)
        .singleElement()
        .isInstanceOfSatisfying(
            PodsOfNamespace.class,
            shop -> {
              assertThat(shop.admitted())
                  .contains(PodProperty.RunAsRoot)
                  .doesNotContain(PodProperty.AddedCapabilities);
              assertThat(shop.refused()).isEmpty();
            });
  }

  @Test
  void aLargeClusterIsAskedInPart() throws Exception {
    String[] many = IntStream.range(0, 10_000).mapToObj("n%05d"::formatted).toArray(String[]::new);
    List<Answer> answers =
        answers(
            Probe.PodAdmission,
            policed((path, object, out) -> refused(403, forbidden(object, "no pods"), out)),
            many);
    assertThat(answers).hasSize(PodAdmission.MOST_NAMESPACES + 1);
    assertThat(answers.get(PodAdmission.MOST_NAMESPACES).toString())
        .contains("it asks at most 100 namespaces");
  }

  @Test
  void namespacesThatAreNotListedProveNothing() throws Exception {
    int port = server.serve("api-server.p12", policed((path, object, out) -> created(object, out)));
    assertNothing(
        answers(
            probes(
                AskedServer.config("ca.crt"),
                () -> {
                  throw new KubernetesClientException("secret");
                }),
            Probe.PodAdmission,
            port),
        "no namespaces were listed");
  }
}
