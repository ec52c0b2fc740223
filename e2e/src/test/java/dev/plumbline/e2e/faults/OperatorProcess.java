package dev.plumbline.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The operator as a process of its own, that can be killed, paused and started again. */
final class OperatorProcess implements AutoCloseable {

  static final String TOKEN = "the-operator";

  private final Path log;
  private final Path kubeconfig;
  private final int port;
  private final boolean leaderElection;
  private boolean mayRun = true;
  private int ends;
  private volatile Process process;

  private OperatorProcess(Path log, Path kubeconfig, int port, boolean leaderElection)
      throws IOException {
    this.log = log;
    this.kubeconfig = kubeconfig;
    this.port = port;
    this.leaderElection = leaderElection;
    this.process = launch();
  }

  /**
   * Starts it.
   *
   * @param log what it logs is added to this file
   * @param port of its metrics
   */
  static OperatorProcess start(Path log, Path kubeconfig, int port, boolean leaderElection)
      throws IOException {
    return new OperatorProcess(log, kubeconfig, port, leaderElection);
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // It lives for seconds: what takes long to compile would not pay.
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.plumbline.cli.Plumbline",
                    "operator"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "PLUMBLINE_IMAGE",
                "plumbline:dev",
                "PLUMBLINE_PORT",
                Integer.toString(port),
                "PLUMBLINE_LEADER_ELECTION",
                Boolean.toString(leaderElection),
                "NO_PROXY",
                "127.0.0.1",
                "no_proxy",
                "127.0.0.1"));
    Process started = builder.start();
    CompletableFuture<Void> unused = started.onExit().thenAccept(this::ended);
    return started;
  }

  /** As the kubelet does: a process that ends by itself is started again, and later each time. */
  private synchronized void ended(Process former) {
    if (former.equals(process) && mayRun) {
      ends++;
      CompletableFuture.delayedExecutor(ends, TimeUnit.SECONDS).execute(this::relaunch);
    }
  }

  private synchronized void relaunch() {
    if (mayRun && !process.isAlive()) {
      try {
        process = launch();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** How often it has ended by itself. */
  synchronized int ends() {
    return ends;
  }

  /** As the kernel kills it that has no memory left: nothing is tidied up. */
  void kill() {
    synchronized (this) {
      mayRun = false;
    }
    process.destroyForcibly().onExit().join();
  }

  void restart() throws IOException {
    kill();
    synchronized (this) {
      mayRun = true;
      ends = 0;
      process = launch();
    }
  }

  /** Stops its threads where they are, until {@link #resume}. */
  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("kill " + signal + " " + process.pid());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
