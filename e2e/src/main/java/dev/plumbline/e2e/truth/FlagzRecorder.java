package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts the real kube-apiserver once for every row, and records its {@code /flagz}. */
public final class FlagzRecorder {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TOKEN = "an-administrator";
  private static final String JSON_TYPE = "application/json;v=%s;g=config.k8s.io;as=Flagz";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path binaries;
  private final String version;
  private final Map<String, String> answers = new TreeMap<>();

  /**
   * A recorder.
   *
   * @param binaries the folder with {@code kube-apiserver} and {@code etcd}
   * @param version of the binaries
   */
  public FlagzRecorder(Path binaries, String version) {
    this.binaries = binaries;
    this.version = version;
  }

  /** Records every row; the first has to be the one without arguments. */
  public FlagzTable record(List<Row> rows) throws IOException, InterruptedException {
    List<FlagzTable.Recorded> recorded = new ArrayList<>();
    Map<String, String> first = new TreeMap<>();
    try (Etcd etcd = Etcd.start(binaries.resolve("etcd"))) {
      ApiServerTrial trial =
          new ApiServerTrial(binaries.resolve("kube-apiserver"), etcd.endpoint());
      for (Row row : rows) {
        Map<String, String> flags = flags(row, trial, etcd.endpoint());
        flags.entrySet().removeAll(first.entrySet());
        if (recorded.isEmpty()) {
          first.putAll(flags);
        }
        recorded.add(new FlagzTable.Recorded(row.name(), row.arguments(), row.files(), flags));
      }
    }
    return new FlagzTable("kube-apiserver", version, answers, recorded);
  }

  private Map<String, String> flags(Row row, ApiServerTrial trial, String etcd)
      throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("plumbline-flagz");
    try {
      for (Map.Entry<String, String> file : row.fileContents().entrySet()) {
        Files.writeString(dir.resolve(file.getKey()), Folders.in(dir, file.getValue()));
      }
      int port = FreePort.pick();
      List<String> command = trial.command(row, dir, port);
      Path tokens = dir.resolve("administrators.csv");
      Files.writeString(tokens, TOKEN + ",admin,2,system:masters\n");
      // The last counts. Where none is given, it would be this machine's own address.
      command.add("--token-auth-file=" + tokens);
      command.add("--advertise-address=192.0.2.1");
      Path log = dir.resolve("apiserver.log");
      Process server =
          new ProcessBuilder(command)
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        InsecureClient client = new InsecureClient(port, TOKEN);
        await(server, client, row, log);
        Neutral neutral = new Neutral(dir, port, etcd);
        for (String accepted :
            List.of(
                JSON_TYPE.formatted("v1beta1"), JSON_TYPE.formatted("v1alpha1"), "text/plain")) {
          answers.putIfAbsent(accepted, neutral.text(client.body("/flagz", accepted)));
        }
        Map<String, String> flags =
            JSON.convertValue(
                JSON.readTree(client.body("/flagz", JSON_TYPE.formatted("v1beta1"))).get("flags"),
                new TypeReference<Map<String, String>>() {});
        Map<String, String> stable = new TreeMap<>();
        flags.forEach((name, value) -> stable.put(name, neutral.text(value)));
        // The server makes it of a map, in another order each time.
        stable.remove("watch-cache-sizes");
        return stable;
      } finally {
        server.destroyForcibly().onExit().join();
      }
    } finally {
      Folders.delete(dir);
    }
  }

  private static void await(Process server, InsecureClient client, Row row, Path log)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!client.status("/flagz").equals(OptionalInt.of(200))) {
      // The exit of the process is the condition waited for; its absence paces the asking.
      if (server.waitFor(200, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
        throw new IllegalStateException(row.name() + ": " + Files.readString(log));
      }
    }
  }

  /** Without what differs from run to run. */
  private record Neutral(Path dir, int port, String etcd) {
    String text(String text) {
      return Folders.without(dir, text)
          .replace("/" + dir.getFileName(), "/registry-of-a-row")
          .replace(etcd, "http://127.0.0.1:2379")
          .replace(String.valueOf(port), "6443");
    }
  }
}
