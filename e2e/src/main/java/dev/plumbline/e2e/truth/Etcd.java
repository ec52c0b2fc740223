package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An etcd of our own on loopback, with nothing to keep. */
public final class Etcd implements AutoCloseable {

  private final Process process;
  private final String endpoint;
  private final Path data;

  private Etcd(Process process, String endpoint, Path data) {
    this.process = process;
    this.endpoint = endpoint;
    this.data = data;
  }

  /** Starts it; it answers a moment later. */
  public static Etcd start(Path binary) throws IOException {
    Path data = Files.createTempDirectory("plumbline-etcd");
    String client = "http://127.0.0.1:" + FreePort.pick();
    String peer = "http://127.0.0.1:" + FreePort.pick();
    Process process =
        new ProcessBuilder(
                binary.toString(),
                "--data-dir=" + data,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync",
                "--log-level=error")
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("log").toFile())
            .start();
    return new Etcd(process, client, data);
  }

  /** The URL that clients use. */
  public String endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Folders.delete(data);
  }
}
