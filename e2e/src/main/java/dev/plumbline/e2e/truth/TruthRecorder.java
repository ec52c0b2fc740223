package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts the real kube-apiserver once for every row, and records what it does. */
public final class TruthRecorder {

  /** An API server keeps a core busy while it starts. */
  private static final int AT_A_TIME = 2;

  private final Path binaries;
  private final String version;

  /**
   * A recorder.
   *
   * @param binaries the folder with {@code kube-apiserver} and {@code etcd}, as {@code
   *     cluster/build} makes it
   * @param version of the binaries
   */
  public TruthRecorder(Path binaries, String version) {
    this.binaries = binaries;
    this.version = version;
  }

  /** What came of rows, as it is checked in. */
  public TruthTable table(List<TriedRow> rows) {
    return new TruthTable(
        "kube-apiserver", version, rows.stream().map(TriedRow::recorded).toList());
  }

  /** Reads {@code truth/rows.yaml}. */
  public static List<Row> rows(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<Row>>() {});
  }

  /** Tries every row, and asks each API server that starts what Plumbline's probes ask. */
  public List<TriedRow> tried(List<Row> rows) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
    try (Etcd etcd = Etcd.start(binaries.resolve("etcd"))) {
      ApiServerTrial trial =
          new ApiServerTrial(binaries.resolve("kube-apiserver"), etcd.endpoint());
      List<Future<TriedRow>> running = new ArrayList<>();
      for (Row row : rows) {
        running.add(pool.submit(() -> trial.run(row)));
      }
      List<TriedRow> tried = new ArrayList<>();
      for (Future<TriedRow> row : running) {
        tried.add(row.get());
      }
      return tried;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a row could not be tried", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
