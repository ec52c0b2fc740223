package dev.plumbline.operator.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Gives every request a thread at once. The server reads a request on the thread that answers it,
 * so that clients who send half of one hold as many threads as they like: beyond a number, the
 * oldest is interrupted, which closes its connection. A probe is answered whatever others hold
 * open.
 */
final class NewestFirst implements Executor {

  /** Far more than the kubelet and scrapers ask at a time. */
  static final int MAX_THREADS = 32;

  static final String NAME = "endpoint";

  private final Deque<Thread> running = new ArrayDeque<>();

  @Override
  public void execute(Runnable request) {
    Thread thread = new Thread(() -> run(request), NAME);
    thread.setDaemon(true);
    synchronized (running) {
      running.addLast(thread);
      if (running.size() > MAX_THREADS) {
        running.removeFirst().interrupt();
      }
    }
    thread.start();
  }

  private void run(Runnable request) {
    try {
      request.run();
    } finally {
      synchronized (running) {
        running.remove(Thread.currentThread());
      }
    }
  }

  /** Interrupts all that run. */
  void close() {
    synchronized (running) {
      running.forEach(Thread::interrupt);
    }
  }
}
