package dev.plumbline.operator;

import dev.plumbline.operator.api.ComplianceAttestation;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceWaiver;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.signature.SigningKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** fabric8's mock API server with the operator's resources. It stores objects, and applies none. */
public final class MockCluster implements AutoCloseable {

  /** Before any object of the server was created, so that no deadline has passed. */
  public static final Instant NOW = Instant.parse("2020-01-01T12:00:00Z");

  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final String NAMESPACE = "plumbline-system";

  /** It logs each request. Held, since a logger that is collected forgets its level. */
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private final List<String> requests;
  private final AtomicReference<Way> way;

  /** What lies between the operator and the API server. */
  public interface Way {

    Way OPEN = (request, server) -> server.get();

    /**
     * What a request is answered with.
     *
     * @param request its method and path
     * @param server carries it out, and answers
     */
    MockResponse pass(String request, Supplier<MockResponse> server);
  }

  private MockCluster(
      KubernetesMockServer server, List<String> requests, AtomicReference<Way> way) {
    this.server = server;
    this.client = server.createClient();
    this.requests = requests;
    this.way = way;
  }

  public static MockCluster start() {
    REQUESTS.setLevel(Level.OFF);
    Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    List<String> requests = new CopyOnWriteArrayList<>();
    AtomicReference<Way> way = new AtomicReference<>(Way.OPEN);
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            responses,
            new KubernetesMixedDispatcher(responses) {
              @Override
              public MockResponse dispatch(RecordedRequest request) {
                String asked = request.getMethod() + " " + request.getPath();
                requests.add(asked);
                return Objects.requireNonNull(way.get()).pass(asked, () -> super.dispatch(request));
              }
            },
            false);
    server.init();
    List.of(
            ComplianceScan.class,
            ComplianceReport.class,
            ComplianceBenchmark.class,
            ComplianceWaiver.class,
            ComplianceAttestation.class)
        .forEach(
            type ->
                server.expectCustomResource(
                    CustomResourceDefinitionContext.fromCustomResourceType(type)));
    return new MockCluster(server, requests, way);
  }

  public static OperatorSettings settings() {
    return settings(Optional.empty());
  }

  /** Of an operator that signs, if there is a key. */
  public static OperatorSettings settings(Optional<SigningKey> key) {
    return new OperatorSettings(
        NAMESPACE,
        "plumbline:test",
        List.of("/etc/kubernetes"),
        List.of(),
        Optional.empty(),
        OperatorSettings.Privilege.UNPRIVILEGED,
        0,
        false,
        false,
        key,
        OperatorSettings.Writing.UPDATE);
  }

  /** From now on requests go this way. */
  public void way(Way next) {
    way.set(next);
  }

  public KubernetesClient client() {
    return client;
  }

  /** A scan that is stored, with the spec's fields in YAML. */
  public ComplianceScan scan(String spec) {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").withGeneration(1L).build());
    scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
    return client.resource(scan).create();
  }

  /** The scan as it is stored now. */
  public ComplianceScan scan() {
    return client.resources(ComplianceScan.class).withName("cis").require();
  }

  public void node(String name) {
    create(
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .withUid("uid-of-" + name)
            .addToLabels("kubernetes.io/hostname", name)
            .endMetadata()
            .withNewStatus()
            .withNewNodeInfo()
            .withKubeletVersion("v1.36.3")
            .endNodeInfo()
            .endStatus()
            .build());
  }

  public void create(HasMetadata object) {
    client.resource(object).create();
  }

  /** From now on the API server refuses a GET of a path. */
  public void refuse(String path, String reason) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(HttpURLConnection.HTTP_FORBIDDEN, status(reason))
        .always();
  }

  /** From now on there is nothing at a path. */
  public void missing(String path) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(
            HttpURLConnection.HTTP_NOT_FOUND,
            new StatusBuilder(status("NotFound"))
                .withCode(HttpURLConnection.HTTP_NOT_FOUND)
                .build())
        .always();
  }

  /** From now on the API server answers a GET of a path with a text or an object. */
  public void answer(String path, Object body) {
    server.expect().get().withPath(path).andReturn(HttpURLConnection.HTTP_OK, body).always();
  }

  /** From now on the API server refuses a POST to a path. */
  public void refusePost(String path, String reason) {
    server
        .expect()
        .post()
        .withPath(path)
        .andReturn(HttpURLConnection.HTTP_FORBIDDEN, status(reason))
        .always();
  }

  /** From now on the API server refuses to apply the ClusterReport of the scan {@code cis}. */
  public void refusePatches() {
    server
        .expect()
        .patch()
        .withPath(
            "/apis/openreports.io/v1alpha1/clusterreports/plumbline-cis"
                + "?fieldManager=plumbline&force=true")
        .andReturn(HttpURLConnection.HTTP_FORBIDDEN, status("Forbidden"))
        .always();
  }

  /** From now on the API server reports a version; earlier answers are forgotten. */
  public void version(String gitVersion) {
    server.clearExpectations();
    answer("/version", Map.of("major", "1", "minor", "0", "gitVersion", gitVersion));
  }

  /** From now on the API server does not report its version; earlier answers are forgotten. */
  public void versionRefused() {
    server.clearExpectations();
    refuse("/version", "Forbidden");
  }

  private static Status status(String reason) {
    return new StatusBuilder()
        .withStatus("Failure")
        .withReason(reason)
        .withCode(HttpURLConnection.HTTP_FORBIDDEN)
        .withMessage("refused by the test")
        .build();
  }

  /** The Jobs of the operator's namespace. */
  public List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  /** The paths, with their queries, of the requests so far that contain a text. */
  public List<String> requests(String method, String containing) {
    return requests.stream()
        .filter(request -> request.startsWith(method + " "))
        .filter(request -> request.contains(containing))
        .toList();
  }

  /**
   * Frees what the server keeps of the requests so far.
   *
   * @return how many they were
   */
  public int forgetRequests() {
    int answered = requests.size();
    requests.clear();
    try {
      while (server.takeRequest(0, TimeUnit.MILLISECONDS) != null) {
        // The server holds each until it is taken.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answered;
  }

  /** From now on the server answers nothing but what it stores. */
  public void forgetAnswers() {
    server.clearExpectations();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
