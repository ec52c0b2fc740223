package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A container runtime of our own, which no container is ever asked of: no kubelet starts without.
 */
final class Containerd implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path data;

  private Containerd(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  /** Starts the machine's own {@code containerd}, which needs root, and waits for its socket. */
  static Containerd start() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("plumbline-containerd");
    Path config =
        Files.writeString(
            data.resolve("config.toml"),
            """
            version = 2
            root = "%1$s/root"
            state = "%1$s/state"
            [grpc]
              address = "%1$s/socket"
            """
                .formatted(data));
    Containerd containerd =
        new Containerd(
            new ProcessBuilder("containerd", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start(),
            data);
    try {
      containerd.awaitSocket();
      return containerd;
    } catch (IOException | InterruptedException | RuntimeException e) {
      containerd.close();
      throw e;
    }
  }

  private void awaitSocket() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(socket())) {
      // The exit of the process is the condition waited for; its absence paces the asking.
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
        throw new IllegalStateException(Files.readString(data.resolve("log")));
      }
    }
  }

  Path socket() {
    return data.resolve("socket");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Folders.delete(data);
  }
}
