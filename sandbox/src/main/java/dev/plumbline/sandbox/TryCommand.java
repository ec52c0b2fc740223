package dev.plumbline.sandbox;

import dev.plumbline.cli.Subcommand;
import dev.plumbline.cli.output.Terminals;
import dev.plumbline.operator.PlumblineOperator;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.format.Table;
import dev.plumbline.report.format.TerminalReport;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.signature.SigningKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows a whole scan without a cluster. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a whole scan, without a cluster.",
      "Starts an API server on loopback, nodes whose Jobs are local processes that read sample"
          + " directories,",
      "and the same operator as in a cluster; applies examples/scan.yaml and prints the report.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plumbline try                  the sample nodes in examples/hosts",
      "  plumbline try --host-root /    this machine as the only node",
      "  plumbline try --keep           keep it running, to inspect it with kubectl"
    })
public final class TryCommand implements Subcommand, Callable<Integer> {

  /** Enough for a few short processes on a slow machine. */
  private static final long TIMEOUT_SECONDS = 120;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--keep",
      description = "Keep it running until Ctrl-C, and print how kubectl connects to it.")
  private boolean keep;

  @Nullable
  @Option(
      names = "--host-root",
      paramLabel = "DIR",
      description = "A directory of your own as the only node, instead of the samples.")
  private Path hostRoot;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Path> hosts = hosts();
    Path example = home().resolve("examples/scan.yaml");
    // People read its own progress, not the log.
    System.setProperty("plumbline.log.level", "error");
    try (EmbeddedApiServer server = EmbeddedApiServer.start();
        KubernetesClient client = server.client();
        EmbeddedNodes nodes =
            EmbeddedNodes.start(server, OperatorSettings.DEFAULT_NAMESPACE, hosts);
        PlumblineOperator operator = PlumblineOperator.start(client, settings())) {
      print(
          out,
          "An API server on "
              + server.url()
              + ", nodes "
              + String.join(", ", hosts.keySet())
              + ", the operator");
      seed(client);
      ComplianceScan scan =
          Serialization.unmarshal(Files.readString(example), ComplianceScan.class);
      client.resource(scan).create();
      print(out, "kubectl apply -f examples/scan.yaml");
      ComplianceReport report = await(client, scan.getMetadata().getName(), out);
      print(report, out);
      if (keep) {
        stayUp(server, out);
      }
    }
    return 0;
  }

  static OperatorSettings settings() {
    return settings(Optional.empty());
  }

  /** Of an operator that signs, if there is a key. */
  static OperatorSettings settings(Optional<SigningKey> key) {
    return new OperatorSettings(
        OperatorSettings.DEFAULT_NAMESPACE,
        "plumbline:try",
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

  /** The checkout, as the launcher sets it; else the working directory. */
  private static Path home() {
    return Path.of(System.getProperty("plumbline.home", ".")).toAbsolutePath().normalize();
  }

  /** The sample cluster's objects, where there are samples. */
  private static void seed(KubernetesClient client) throws IOException {
    Path objects = home().resolve("examples/cluster/objects.yaml");
    if (Files.exists(objects)) {
      try (InputStream in = Files.newInputStream(objects)) {
        client.load(in).items().forEach(item -> client.resource(item).create());
      }
    }
  }

  private Map<String, Path> hosts() throws IOException {
    if (hostRoot != null) {
      if (!Files.isDirectory(hostRoot)) {
        throw new ParameterException(
            spec.commandLine(), "--host-root: " + hostRoot + " is not a directory.");
      }
      return Map.of("local", hostRoot.toAbsolutePath());
    }
    Path samples = home().resolve("examples/hosts");
    if (!Files.isDirectory(samples)) {
      throw new ParameterException(
          spec.commandLine(),
          "There are no sample nodes at "
              + samples
              + ". Run ./plumbline in a checkout, or give --host-root.");
    }
    Map<String, Path> hosts = new LinkedHashMap<>();
    try (Stream<Path> directories = Files.list(samples)) {
      directories
          .filter(Files::isDirectory)
          .sorted()
          .forEach(f -> hosts.put(f.getFileName().toString(), f));
    }
    return hosts;
  }

  private static ComplianceReport await(KubernetesClient client, String name, PrintWriter out) {
    List<String> printed = new ArrayList<>();
    client
        .resources(ComplianceScan.class)
        .withName(name)
        .waitUntilCondition(
            scan -> scan != null && printProgress(scan, printed, out),
            TIMEOUT_SECONDS,
            TimeUnit.SECONDS);
    return client.resources(ComplianceReport.class).withName(name).get();
  }

  /** Prints what is new in a scan's conditions; true once the run is over. */
  private static boolean printProgress(ComplianceScan scan, List<String> printed, PrintWriter out) {
    var status = scan.getStatus();
    if (status == null) {
      return false;
    }
    for (Condition condition : status.conditions()) {
      String line = condition.message();
      boolean counts = condition.type().equals("Ready") && !printed.contains(line);
      if (counts) {
        printed.add(line);
        print(out, line);
      }
    }
    return status.run() != null && status.run().finished();
  }

  private static void print(ComplianceReport report, PrintWriter out) {
    PrinterTable columns = new PrinterTable(ComplianceReport.class);
    out.println();
    out.println("$ kubectl get compliancereports");
    out.print(
        Table.render(
            List.of(
                columns.heading().stream()
                    .map(name -> name.toUpperCase(java.util.Locale.ROOT))
                    .toList(),
                columns.row(Serialization.asJson(report), Instant.now()))));
    out.println();
    out.print(
        TerminalReport.render(
            List.of(Report.named(report.getMetadata().getName(), report.getStatus())),
            Terminals.screen(Terminals.Colour.auto)));
    out.flush();
  }

  private static void stayUp(EmbeddedApiServer server, PrintWriter out)
      throws InterruptedException {
    out.println();
    out.println("It keeps running until Ctrl-C. From another terminal:");
    for (String arguments :
        List.of(
            "get compliancereports",
            "get compliancescans",
            "get compliancereport cis -o yaml",
            "annotate compliancescan cis --overwrite plumbline.dev/rescan=\"$(date)\"")) {
      out.println("  kubectl --server " + server.url() + " " + arguments);
    }
    out.flush();
    new CountDownLatch(1).await();
  }

  private static void print(PrintWriter out, String line) {
    out.println("» " + line);
    out.flush();
  }
}
