package dev.plumbline.e2e.truth;

import dev.plumbline.e2e.truth.Row.Outcome;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.LiveReader;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts a kube-apiserver with a row's arguments, and asks it for every Secret as a user without
 * rights.
 */
final class ApiServerTrial {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Forbidden; or the authorizer itself failed, which the server answers with an internal error.
   */
  private static final Set<Integer> REFUSALS = Set.of(403, 500);

  private static final String TOKEN = "a-user-without-rights";

  /** Of a member of system:masters, whom every API server lets ask about others. */
  static final String ASKING = "a-user-who-asks";

  private final Path binary;
  private final String etcd;
  private final SigningKey serviceAccountKey = SigningKey.generate();

  ApiServerTrial(Path binary, String etcd) {
    this.binary = binary;
    this.etcd = etcd;
  }

  TriedRow run(Row row) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("plumbline-truth");
    try {
      for (Map.Entry<String, String> file : row.fileContents().entrySet()) {
        Files.writeString(dir.resolve(file.getKey()), Folders.in(dir, file.getValue()));
      }
      int port = FreePort.pick();
      Path log = dir.resolve("apiserver.log");
      ProcessBuilder builder =
          new ProcessBuilder(command(row, dir, port))
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      // It lives for seconds: collecting its garbage would take two fifths of them.
      builder.environment().put("GOGC", "off");
      Process server = builder.start();
      try {
        Outcome outcome = outcome(server, new InsecureClient(port, TOKEN), row);
        String complaint = outcome == Outcome.REFUSES_TO_START ? complaint(log, dir) : null;
        return new TriedRow(
            new RecordedRow(row.name(), row.arguments(), row.files(), outcome, complaint),
            outcome == Outcome.REFUSES_TO_START ? List.of() : answers(dir, port));
      } finally {
        server.destroyForcibly().onExit().join();
      }
    } finally {
      Folders.delete(dir);
    }
  }

  /** The server's command line: what every row needs, and then the row's own arguments. */
  List<String> command(Row row, Path dir, int port) throws IOException {
    Path tokens = dir.resolve("tokens.csv");
    Files.writeString(tokens, TOKEN + ",somebody,1\n" + ASKING + ",root,2,system:masters\n");
    Path key = serviceAccountKey.write(dir.resolve("sa.key"));
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--etcd-servers=" + etcd,
                "--etcd-prefix=/" + dir.getFileName(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + dir.resolve("certs"),
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://truth.invalid",
                "--service-account-signing-key-file=" + key,
                "--service-account-key-file=" + key,
                "--token-auth-file=" + tokens));
    row.arguments().forEach(argument -> command.add(Folders.in(dir, argument)));
    return command;
  }

  /** As the operator asks, which verifies the certificate that the server has made. */
  private static List<ProbeAnswers> answers(Path dir, int port) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withCaCertFile(dir.resolve("certs/apiserver.crt").toString())
            .withOauthToken(ASKING)
            .build();
    return LiveReader.read(config, new ApiEndpoint("127.0.0.1", port));
  }

  /**
   * A refusal counts only once the server says that it is ready: while it starts, RBAC refuses
   * everybody.
   */
  private static Outcome outcome(Process server, InsecureClient client, Row row)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Instant refusedSince = Instant.MAX;
    while (Instant.now().isBefore(end)) {
      // The exit of the process is the condition waited for; its absence paces the asking.
      if (server.waitFor(200, TimeUnit.MILLISECONDS)) {
        return Outcome.REFUSES_TO_START;
      }
      OptionalInt secrets = client.status("/api/v1/secrets");
      if (secrets.equals(OptionalInt.of(200))) {
        return Outcome.ALLOWS;
      }
      if (REFUSALS.contains(secrets.orElse(0))) {
        refusedSince = refusedSince.equals(Instant.MAX) ? Instant.now() : refusedSince;
        // Authorizers that deny everything deny the question for readiness too, and a webhook that
        // can't be
        // reached never lets the server become ready.
        boolean longEnough = Duration.between(refusedSince, Instant.now()).toSeconds() >= 10;
        if (client.status("/readyz").equals(OptionalInt.of(200)) || longEnough) {
          return client.status("/api/v1/secrets").equals(OptionalInt.of(200))
              ? Outcome.ALLOWS
              : Outcome.AUTHORIZES;
        }
      }
    }
    throw new IllegalStateException("neither served nor exited: " + row.name());
  }

  /** The last line that looks like an error, without what differs from run to run. */
  private static String complaint(Path log, Path dir) throws IOException {
    List<String> lines =
        Files.readString(log, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    String line =
        lines.stream()
            .filter(
                text -> text.startsWith("Error:") || text.startsWith("E") && text.contains("err="))
            .reduce((first, second) -> second)
            .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    String stable =
        Folders.without(dir, line.replaceFirst("^E\\d{4} [\\d:.]+\\s+\\d+ [\\w.]+:\\d+\\] ", ""));
    return stable.length() > 300 ? stable.substring(0, 300) : stable;
  }
}
