package dev.plumbline.report.signature;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto Statement v1 (github.com/in-toto/attestation, spec/v1/statement.md) on a report.
 *
 * @param type always {@link #TYPE}
 * @param subject each distinct evidence, or the list of all; see {@link EvidenceList}
 * @param predicateType always {@link #PREDICATE_TYPE}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Statement(
    @JsonProperty("_type") String type,
    List<Subject> subject,
    String predicateType,
    Predicate predicate) {

  public static final String TYPE = "https://in-toto.io/Statement/v1";

  public static final String PREDICATE_TYPE = "https://plumbline.dev/compliance-report/v1";

  /** Of the envelope's payload. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** As JSON. As Base64 it takes 120 KiB; {@link ReportSigner#MAX_ENVELOPE} has room for it. */
  public static final int MAX_BYTES = 90 * 1024;

  public Statement {
    present(type, predicateType, predicate);
    subject = List.copyOf(subject);
  }

  /** JSON may leave anything out, and nothing here may be. */
  private static void present(@Nullable Object... fields) {
    for (Object field : fields) {
      Objects.requireNonNull(field);
    }
  }

  /** A ResourceDescriptor of in-toto. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Subject(String name, Digest digest) {

    public Subject {
      present(name, digest);
    }
  }

  /** A DigestSet of in-toto, in lower-case hex. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Digest(String sha256) {

    public Digest {
      present(sha256);
    }
  }

  /**
   * What is stated.
   *
   * @param run the run's id
   * @param scanned when the oldest evidence was collected, in RFC 3339
   * @param evaluated when it was evaluated
   * @param compliant True, False or Unknown
   * @param verdicts of each control, in the report's order; empty where they have no room
   * @param nodeVerdicts the digest of {@link dev.plumbline.report.NodeVerdicts}
   * @param previous the SHA-256 of the payload of the statement before; absent when there is none
   *     that this operator has signed
   * @param clusterObjects the SHA-256 of {@link dev.plumbline.report.input.ClusterEvidence}; absent
   *     when it is not kept, and in statements of earlier versions
   * @param clusterVerdicts the digest of {@link dev.plumbline.report.ClusterVerdicts}; absent in
   *     statements of earlier versions
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Predicate(
      Scan scan,
      ReportOf report,
      String run,
      String scanned,
      String evaluated,
      ClusterOf cluster,
      BenchmarkOf benchmark,
      Product product,
      String compliant,
      Summary summary,
      EvidenceList.Digests evidence,
      List<Verdict> verdicts,
      Digest nodeVerdicts,
      Place history,
      @Nullable Digest previous,
      @Nullable Digest clusterObjects,
      @Nullable Digest clusterVerdicts) {

    public Predicate {
      present(scan, report, run, scanned, evaluated, cluster, benchmark, product, compliant);
      present(summary, evidence, nodeVerdicts, history);
      verdicts = List.copyOf(verdicts);
    }
  }

  /** The ComplianceScan. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Scan(String name, String uid) {

    public Scan {
      present(name, uid);
    }
  }

  /**
   * The ComplianceReport.
   *
   * @param digest of its status as JSON with sorted keys and without {@code signedStatement}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ReportOf(String name, Digest digest) {

    public ReportOf {
      present(name, digest);
    }
  }

  /**
   * The cluster.
   *
   * @param version its API server's, such as {@code v1.36.3}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClusterOf(String version) {

    public ClusterOf {
      present(version);
    }
  }

  /**
   * The benchmark.
   *
   * @param name with its version, such as {@code cis-1.12}
   * @param title as its publisher has it, with its version
   * @param definition the SHA-256 of {@link dev.plumbline.report.input.BenchmarkDefinition}; absent
   *     for a shipped one, when it is not kept, and in statements of earlier versions
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BenchmarkOf(String name, String title, @Nullable Digest definition) {

    /** Without a definition of its own. */
    public BenchmarkOf(String name, String title) {
      this(name, title, null);
    }

    public BenchmarkOf {
      present(name, title);
    }
  }

  /**
   * What has evaluated.
   *
   * @param version Plumbline's
   * @param image the operator's, as it was given; a reference without a digest names no content
   * @param catalogue the digest of the shipped controls and benchmarks
   * @param engine the digest of the code that evaluates
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Product(String version, String image, String catalogue, String engine) {

    public Product {
      present(version, image, catalogue, engine);
    }
  }

  /**
   * What a control came to.
   *
   * @param id its number in the benchmark
   * @param status as the report has it: with waivers and attestations
   * @param nodes on how many nodes it has each status before these; empty for a control about the
   *     cluster's objects
   * @param cluster the status of a control about the cluster's objects before these; absent for
   *     others
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(
      String id, String name, Status status, Map<Status, Integer> nodes, @Nullable Status cluster) {

    public Verdict {
      present(id, name, status);
      nodes = new TreeMap<>(nodes);
    }
  }

  /**
   * The place in the chain of history entries.
   *
   * @param sequence of the newest entry; the first of a chain has 1
   * @param chain of the newest entry
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Place(int sequence, String chain) {

    public Place {
      present(chain);
    }
  }
}
