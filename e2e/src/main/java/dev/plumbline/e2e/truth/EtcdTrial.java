package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts etcd with a row's arguments, variables and file, and asks it at the row's URLs as one who
 * has no certificate.
 */
public final class EtcdTrial {

  /** Of its own on the loopback network; rows that name no address use etcd's own, localhost. */
  private static final String ADDRESS = "127.0.47.2";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SERVES = "ready to serve client requests";

  private final Path binaries;
  private final String version;

  /**
   * @param binaries the folder with etcd and kubeadm
   * @param version of kubeadm
   */
  public EtcdTrial(Path binaries, String version) {
    this.binaries = binaries;
    this.version = version;
  }

  /** Tries rows one after another, since all listen at the same ports. */
  public EtcdRow.Table tried(List<EtcdRow> rows) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("plumbline-etcd");
    try {
      EtcdCertificates.in(dir, binaries, version);
      List<EtcdRow.Recorded> tried = new ArrayList<>();
      for (EtcdRow row : rows) {
        Path own = Files.createDirectory(dir.resolve("row" + tried.size()));
        tried.add(tried(row, dir, own));
      }
      return new EtcdRow.Table(ownVersion(dir), tried);
    } finally {
      Folders.delete(dir);
    }
  }

  private String ownVersion(Path dir) throws IOException, InterruptedException {
    Path printed = dir.resolve("version");
    Process etcd =
        new ProcessBuilder(binaries.resolve("etcd").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    etcd.waitFor();
    try (Stream<String> lines = Files.lines(printed)) {
      return lines
          .filter(line -> line.startsWith("etcd Version: "))
          .map(line -> line.substring("etcd Version: ".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * @param dir what rows may name
   * @param own of this row alone: etcd's working directory
   */
  private EtcdRow.Recorded tried(EtcdRow row, Path dir, Path own)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve("etcd").toString()));
    row.arguments().forEach(text -> command.add(filledIn(text, dir, own)));
    if (row.config() != null) {
      Files.writeString(own.resolve("config.yaml"), filledIn(row.config(), dir, own));
    }
    Path log = own.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(own.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    row.variables()
        .forEach((name, value) -> builder.environment().put(name, filledIn(value, dir, own)));
    Process process = builder.start();
    try {
      Instant end = Instant.now().plus(PATIENCE);
      while (!Files.readString(log).contains(SERVES)) {
        // Its exit is the condition waited for; its absence paces the reading.
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          return new EtcdRow.Recorded(row, EtcdRow.Outcome.REFUSES_TO_START, List.of());
        }
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException(row + " does not serve:\n" + Files.readString(log));
        }
      }
      List<String> answered =
          Stream.concat(row.clients().stream(), row.peers().stream())
              .filter(url -> CertificatelessClient.isAnswered(filledIn(url, dir, own), own))
              .toList();
      return new EtcdRow.Recorded(row, EtcdRow.Outcome.SERVES, answered);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static String filledIn(String text, Path dir, Path own) {
    return Folders.in(dir, text.replace("{address}", ADDRESS).replace("{own}", own.toString()));
  }
}
