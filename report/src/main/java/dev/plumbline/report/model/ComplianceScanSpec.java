package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.evidence.Probe;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// Over 250 lines: the fields of one resource, with their descriptions and validation.
/**
 * What to scan, against which benchmark, and when. Deliberately without an image, a command, a
 * path, a volume or a service account: the operator chooses those.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.benchmark) || !has(self.benchmarks)",
    message = "set either benchmark or benchmarks, not both",
    fieldPath = ".benchmarks",
    reason = "FieldValueInvalid")
@ValidationRule(
    value =
        "!has(self.benchmarks) || self.benchmarks.all(b, self.benchmarks.exists_one(c, c == b))",
    message = "benchmarks must not name a benchmark twice",
    fieldPath = ".benchmarks",
    reason = "FieldValueInvalid")
@ValidationRule(
    value = "!has(self.timeZone) || has(self.schedule)",
    message = "timeZone needs a schedule: set spec.schedule, or remove spec.timeZone",
    fieldPath = ".timeZone",
    reason = "FieldValueInvalid")
@ValidationRule(
    value = "!has(self.scheduleJitter) || has(self.schedule)",
    message = "scheduleJitter needs a schedule: set spec.schedule, or remove spec.scheduleJitter",
    fieldPath = ".scheduleJitter",
    reason = "FieldValueInvalid")
@ValidationRule(
    value = "!has(self.schedule) || self.schedule.split(' ').size() == 5",
    message =
        "schedule must have five fields, minute hour day-of-month month day-of-week, such as '0 3 *"
            + " * *'",
    fieldPath = ".schedule",
    reason = "FieldValueInvalid")
@ValidationRule(
    value =
        "!has(self.nodeSelector) || self.nodeSelector.all(k,"
            + " k.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$'))",
    message =
        "nodeSelector's keys must be label keys, such as 'node-role.kubernetes.io/control-plane'",
    fieldPath = ".nodeSelector",
    reason = "FieldValueInvalid")
@ValidationRule(
    value =
        "!has(self.nodeSelector) || self.nodeSelector.all(k,"
            + " self.nodeSelector[k].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$'))",
    message = "nodeSelector's values must be label values",
    fieldPath = ".nodeSelector",
    reason = "FieldValueInvalid")
@ValidationRule(
    value =
        "!has(self.sources) || self.sources.size() > 0 && self.sources.all(s,"
            + " self.sources.exists_one(t, t == s))",
    message = "sources must have a source, and each once",
    fieldPath = ".sources",
    reason = "FieldValueInvalid")
@ValidationRule(
    value =
        "!has(self.probes) || has(self.sources) && self.sources.exists(s, s == 'Probe') &&"
            + " self.probes.all(p, self.probes.exists_one(q, q == p))",
    message = "probes must have each probe once, and sources must have Probe",
    fieldPath = ".probes",
    reason = "FieldValueInvalid")
// Over 250 lines: each field carries its schema and the description that the CRD shows.
public record ComplianceScanSpec(
    @Nullable
        @JsonPropertyDescription(
            "The benchmark to evaluate: a shipped one, such as cis-1.12, or the name of a"
                + " ComplianceBenchmark. Default: the one for the cluster's version and"
                + " distribution.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        String benchmark,
    @Nullable
        @JsonPropertyDescription(
            "The benchmarks to evaluate in one run, instead of benchmark. The nodes are read once, and each benchmark"
                + " has a ComplianceReport of its own, named after the scan and the benchmark.")
        @Size(min = 1, max = MAX_BENCHMARKS)
        List<@Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") String>
            benchmarks,
    @Nullable
        @JsonPropertyDescription("Which of the benchmark's controls to evaluate. Default: all.")
        Controls controls,
    @Nullable
        @JsonPropertyDescription("The labels of the nodes to read. Default: every node.")
        @Size(max = 16)
        Map<String, @Size(max = 63) String> nodeSelector,
    @Nullable
        @JsonPropertyDescription(
            "When to scan again, as a cron expression: minute, hour, day of month, month, day of"
                + " week.")
        @Size(min = 1, max = 100)
        String schedule,
    @Nullable
        @JsonPropertyDescription("The schedule's time zone, such as Europe/Berlin. Default: UTC.")
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9_+/-]+$")
        String timeZone,
    @Nullable
        @JsonPropertyDescription(
            "How much later than the schedule says a run may start, such as 30m; at most 12h. Each"
                + " scan of each cluster has a delay of its own within it, always the same. Default:"
                + " none.")
        @Pattern("^([1-9][0-9]{0,3}s|[1-9][0-9]?m|[1-6][0-9]{2}m|7[01][0-9]m|720m|[1-9]h|1[0-2]h)$")
        String scheduleJitter,
    @Nullable
        @JsonPropertyDescription("While true, the schedule starts no new run.")
        @Default("false")
        Boolean suspend,
    @Nullable
        @JsonPropertyDescription(
            "The time limit for one node, such as 5m or 90s; at least 10s, at most 1h.")
        @Default("5m")
        @Pattern("^([1-9][0-9]s|[1-9][0-9]{2,3}s|[1-9]m|[1-5][0-9]m|60m|1h)$")
        String timeout,
    @Nullable
        @JsonPropertyDescription("How many nodes may be read at the same time.")
        @Default("10")
        @Min(1)
        @Max(50)
        Integer parallelism,
    @Nullable
        @JsonPropertyDescription("How many evaluations the report's history keeps.")
        @Default("10")
        @Min(0)
        @Max(50)
        Integer historyLimit,
    @Nullable
        @JsonPropertyDescription(
            "What starts a run apart from the schedule. OnRestart: a change of a control plane's"
                + " static pod and, with the source Live or Probe, a restart of an API server or"
                + " a change of the files for authentication, authorization and encryption that"
                + " it has in force; a node whose kubelet was restarted is read again."
                + " OnStaticPodChange: a change of a control plane's static pod alone. Never:"
                + " nothing.")
        @Default("OnRestart")
        RescanPolicy rescanPolicy,
    @Nullable
        @JsonPropertyDescription(
            "While a control of at least this severity is in Fail or Error, the scan is not"
                + " healthy: Ready is False and Stalled is True. Default: a finished scan is"
                + " healthy whatever it found.")
        Severity failOn,
    @Nullable
        @JsonPropertyDescription(
            "What nodes that could not be evaluated mean for the verdict. Default: Compliant is not"
                + " True.")
        UnreadableNodes unreadableNodes,
    @Nullable
        @JsonPropertyDescription(
            "Where evidence comes from. Node: a pod on each node reads its files and processes."
                + " Live: each API server is asked for the flags that it has in force, at its own"
                + " endpoint /flagz, which Kubernetes serves from 1.36 on by default; and each"
                + " kubelet for its configuration in force, at its own endpoint /configz, if its"
                + " certificate is of the cluster's authority or the one that the node's pod has read."
                + " Probe: API servers and kubelets are asked questions that tell what they do, such as a request without credentials;"
                + " none writes anything. Without Node no pod is started, and what only a pod on the"
                + " node can tell is an Error. A change takes effect with the next run.")
        @Default("[\"Node\"]")
        @Size(min = 1, max = 3)
        List<Source> sources,
    @Nullable
        @JsonPropertyDescription(
            "Which probes the source Probe asks. Default: all but the last three, which need"
                + " config/overlays/admission-probes. Authorization: whether a user who"
                + " does not exist is allowed anything. NodeAuthorization: whether a node is allowed"
                + " more than its own. AnonymousRequests: whether the API server takes requests"
                + " without credentials. Profiling: whether it serves profiles. KubeletRequests:"
                + " whether kubelets take requests without credentials. KubeletAuthorization: whether"
                + " they allow an account without rights. KubeletReadOnlyPort: whether they answer"
                + " at port 10255. ApiServerTls, KubeletTls, EtcdTls: which versions of TLS and"
                + " which cipher suites they accept. EtcdClientRequests, EtcdPeerRequests: whether"
                + " etcd answers at ports 2379 and 2380 without a client certificate."
                + " ControllerManagerPort, SchedulerPort, KubeProxyMetrics: whether they answer the"
                + " operator at ports 10257, 10259 and 10249. ImagePullAdmission: whether pods may"
                + " use images that are already on a node. ServiceAdmission: whether Services may"
                + " have external IPs. PodAdmission: which pods each namespace admits. A change"
                + " takes effect with the next run.")
        @Size(min = 1, max = 18)
        List<Probe> probes) {

  /** What starts a run apart from the schedule, a changed spec and the rescan annotation. */
  public enum RescanPolicy {
    OnRestart,
    OnStaticPodChange,
    Never
  }

  /** Where evidence comes from. */
  public enum Source {
    /** A pod on each node. */
    Node,
    /** The running components' own description. */
    Live,
    /** What running components do when they are asked. */
    Probe
  }

  /** Which controls to evaluate. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Controls(
      @Nullable
          @JsonPropertyDescription("Names or numbers of the controls to evaluate. Default: all.")
          @Size(max = 200)
          List<@Size(min = 1, max = 100) String> include,
      @Nullable
          @JsonPropertyDescription(
              "Names or numbers of controls not to evaluate. In a scan that names no benchmark, a"
                  + " number that the benchmark for another release gives to another control is"
                  + " refused.")
          @Size(max = 200)
          List<@Size(min = 1, max = 100) String> exclude,
      @Nullable
          @JsonPropertyDescription(
              "The levels to evaluate, 1 or 2, as the benchmark states them. A control whose level"
                  + " the benchmark does not state is not selected. Default: all.")
          @Size(min = 1, max = 2)
          List<@Min(1) @Max(2) Integer> levels,
      @Nullable
          @JsonPropertyDescription(
              "The sections to evaluate, such as 4.2 for the numbers 4.2.1 to 4.2.15. Default:"
                  + " all.")
          @Size(min = 1, max = 50)
          List<@Size(min = 1, max = 20) @Pattern("^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$") String>
              sections,
      @Nullable
          @JsonPropertyDescription("The severities to evaluate. Default: all.")
          @Size(min = 1, max = 4)
          List<Severity> severities) {

    /** By names and numbers alone. */
    public Controls(@Nullable List<String> include, @Nullable List<String> exclude) {
      this(include, exclude, null, null, null);
    }

    public List<String> included() {
      return include == null ? List.of() : List.copyOf(include);
    }

    public List<String> excluded() {
      return exclude == null ? List.of() : List.copyOf(exclude);
    }

    public List<Integer> selectedLevels() {
      return levels == null ? List.of() : List.copyOf(levels);
    }

    public List<String> selectedSections() {
      return sections == null ? List.of() : List.copyOf(sections);
    }

    public List<Severity> selectedSeverities() {
      return severities == null ? List.of() : List.copyOf(severities);
    }
  }

  /** Each has a report of up to a megabyte. */
  public static final int MAX_BENCHMARKS = 8;

  /** The CRD's default. */
  public static final int DEFAULT_PARALLELISM = 10;

  public static final int DEFAULT_HISTORY = 10;

  public static final String DEFAULT_TIMEOUT = "5m";

  public static ComplianceScanSpec defaults() {
    return new ComplianceScanSpec(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        DEFAULT_TIMEOUT,
        DEFAULT_PARALLELISM,
        DEFAULT_HISTORY,
        RescanPolicy.OnRestart,
        null,
        null,
        List.of(Source.Node),
        null);
  }

  /** Everything else as the CRD's defaults say. */
  public static ComplianceScanSpec of(List<String> benchmarks, List<String> controls) {
    return new ComplianceScanSpec(
        benchmarks.size() == 1 ? benchmarks.get(0) : null,
        benchmarks.size() > 1 ? List.copyOf(benchmarks) : null,
        controls.isEmpty() ? null : new Controls(controls, null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The benchmarks that it names, in its order; empty when the cluster decides. */
  public List<String> benchmarkNames() {
    return Stream.concat(
            Stream.ofNullable(benchmark), Stream.ofNullable(benchmarks).flatMap(List::stream))
        .toList();
  }

  /** Whether it uses {@code benchmarks}, so that the name of each report has its benchmark's. */
  public boolean hasBenchmarks() {
    return benchmarks != null && !benchmarks.isEmpty();
  }

  /** The name of the report on a benchmark. It does not depend on the other benchmarks. */
  public String reportName(String scan, String reported) {
    return hasBenchmarks() ? scan + "-" + reported : scan;
  }

  public Controls selection() {
    return controls == null ? new Controls(List.of(), List.of()) : controls;
  }

  public int historyEntries() {
    return historyLimit == null ? DEFAULT_HISTORY : historyLimit;
  }

  public boolean rescansOnStaticPodChange() {
    return rescanPolicy != RescanPolicy.Never;
  }

  /** Whether running components are asked now and then whether they were started anew. */
  public boolean watchesRestarts() {
    return !suspended()
        && (rescanPolicy == null || rescanPolicy == RescanPolicy.OnRestart)
        && (readsLive() || !asksProbes().isEmpty());
  }

  /** The lowest severity whose failure makes the scan unhealthy; empty when none does. */
  public Optional<Severity> failsOn() {
    return Optional.ofNullable(failOn);
  }

  public UnreadableNodes unreadable() {
    return unreadableNodes == null ? UnreadableNodes.defaults() : unreadableNodes;
  }

  public Map<String, String> labels() {
    return nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
  }

  public Optional<String> cron() {
    return Optional.ofNullable(schedule);
  }

  public String zone() {
    return timeZone == null ? "UTC" : timeZone;
  }

  /** How much later than its schedule a run may start. */
  public Optional<String> jitter() {
    return Optional.ofNullable(scheduleJitter);
  }

  /** Whether a pod reads each node. */
  public boolean readsNodes() {
    return sources == null || sources.contains(Source.Node);
  }

  /** Whether running components are asked what they have in force. */
  public boolean readsLive() {
    return sources != null && sources.contains(Source.Live);
  }

  /** The probes to ask; none without the source. */
  public Set<Probe> asksProbes() {
    if (sources == null || !sources.contains(Source.Probe)) {
      return Set.of();
    }
    return probes == null
        ? Stream.of(Probe.values())
            .filter(probe -> !probe.isOnRequest())
            .collect(Collectors.toUnmodifiableSet())
        : Set.copyOf(probes);
  }

  public boolean suspended() {
    return suspend != null && suspend;
  }

  public int nodesAtATime() {
    return parallelism == null ? DEFAULT_PARALLELISM : parallelism;
  }

  public String timeoutPerNode() {
    return timeout == null ? DEFAULT_TIMEOUT : timeout;
  }
}
