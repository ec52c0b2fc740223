package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.BundleWriter;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.UnreadableNodes;
import dev.plumbline.report.signature.EvidenceList;
import dev.plumbline.report.signature.NodeEvidence;
import dev.plumbline.report.signature.ReportSigner;
import dev.plumbline.report.signature.SigningKey;
import dev.plumbline.report.signature.Statement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A run over two of the example hosts, signed as the operator does, in files. */
final class SignedRun {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String VERSION = "v1.36.3";
  private static final List<String> HOSTS = List.of("control-plane-1", "worker-1");

  private final Path directory;
  private final KeyPair pair;

  SignedRun(Path directory) throws IOException, GeneralSecurityException {
    this.directory = directory;
    this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.writeString(key(), publicPem(pair));
    Files.writeString(
        file("other.pem"), publicPem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    write();
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Path key() {
    return file("public.pem");
  }

  Path report() {
    return file("cis.json");
  }

  Path bundle() {
    return file("cis.zip");
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static String publicPem(KeyPair keys) {
    return pem("PUBLIC KEY", keys.getPublic().getEncoded());
  }

  private void write() throws IOException {
    TreeMap<String, String> evidence = new TreeMap<>();
    TreeMap<String, NodeEvidence> nodes = new TreeMap<>();
    Selection.Chosen controls =
        (Selection.Chosen)
            Selection.of(Catalogue.load(), Optional.of("cis-1.12"), List.of(), List.of());
    RunEvaluator evaluator = RunEvaluator.of(List.of(controls));
    for (String host : HOSTS) {
      Evidence read = new Collector(Duration.ofMinutes(1)).collectHost(Path.of(Run.sample(host)));
      String json = EvidenceJson.write(read);
      String digest = EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
      evidence.put(digest, json);
      nodes.put(host, new NodeEvidence(host, VERSION, digest));
      evaluator.add(new NodeReading.Collected(host, ReleaseHints.ofNode(VERSION), read));
    }
    ClusterReading cluster =
        new ClusterReading(
            Facts.ofCluster(
                Map.of(
                    "clusterRoleBindings", List.of(),
                    "pods", List.of(Map.of("name", "web", "namespace", "default"))),
                Map.of()),
            new ControlPlane.SelfManaged(1));
    ClusterEvidence objects = ClusterEvidence.of(cluster).orElseThrow();
    EvidenceBundle bundle =
        new EvidenceBundle(
            new BundleIndex(
                BundleIndex.KIND,
                BundleIndex.VERSION,
                new BundleIndex.Exporter("plumbline", "abc"),
                new BundleIndex.Scan("cis", "0b1e"),
                new BundleIndex.Run("one", NOW.toString(), NOW.toString(), "def"),
                new BundleIndex.Cluster(VERSION, List.of()),
                List.of("cis-1.12"),
                nodes.size(),
                nodes.values().stream()
                    .map(
                        node ->
                            new BundleIndex.Node(
                                node.node(), "uid", VERSION, node.digest(), NOW.toString()))
                    .toList(),
                List.of(),
                List.of(),
                new BundleIndex.Inputs(objects.digest(), "", List.of())),
            evidence,
            new TreeMap<>(Map.of(objects.digest(), objects.json())));
    try (OutputStream out = Files.newOutputStream(bundle())) {
      BundleWriter.write(bundle, out);
    }
    RunEvaluator.Evaluated evaluated = evaluator.with(cluster);
    ComplianceReportStatus status =
        evaluated
            .report(
                controls,
                "one",
                new ReportBuilder.Times(NOW, NOW),
                new NodesEvaluated(
                    NodesEvaluated.count(nodes.size(), nodes.size(), List.of()),
                    UnreadableNodes.defaults()),
                Approvals.none(),
                new Conditions(List.of(), 1, Clock.fixed(NOW, ZoneOffset.UTC)))
            .withInputs(new ComplianceReportStatus.Inputs(objects.digest(), null, null));
    Report report =
        Report.named(
            "cis",
            signer()
                .signed(
                    status,
                    new ReportSigner.Subject(
                        new Statement.Scan("cis", "0b1e"),
                        "cis",
                        new Statement.ClusterOf(VERSION),
                        new Statement.BenchmarkOf("cis-1.12", controls.benchmark().title()),
                        EvidenceList.of(nodes.values()),
                        evaluator.nodeVerdicts(controls),
                        evaluated.clusterVerdicts(controls)),
                    Optional.empty(),
                    10)
                .report());
    Files.writeString(report(), JSON.writeValueAsString(report));
    Files.writeString(file("cis.yaml"), new YAMLMapper().writeValueAsString(report));
  }

  private ReportSigner signer() {
    return new ReportSigner(
        SigningKey.of(
            pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
            "private.pem",
            publicPem(pair),
            "public.pem"),
        new Statement.Product(
            "plumbline 1.0", "plumbline:1.0", Catalogue.load().digest(), EngineCode.digest()));
  }

  /** The report as somebody has edited it. */
  Path edited(Consumer<ObjectNode> edit) throws IOException {
    ObjectNode report = (ObjectNode) JSON.readTree(report().toFile());
    edit.accept(report);
    return Files.writeString(file("edited.json"), report.toString());
  }

  /** The bundle with other bytes of the same length, wherever these are. */
  Path bundleWith(String text, String other) throws IOException {
    String bytes = Files.readString(bundle(), StandardCharsets.ISO_8859_1);
    return Files.writeString(
        file("edited.zip"), bytes.replace(text, other), StandardCharsets.ISO_8859_1);
  }
}
