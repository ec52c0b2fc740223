package dev.plumbline.collector;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * How long one reading may take before it ends with a {@link Problem}: a file may become a FIFO
 * between the look at it and its opening, and then never end.
 *
 * @param limit the longest that a reading may take
 */
public record Deadline(Duration limit) {

  /**
   * Reads within the limit.
   *
   * @param name what is read, for the problem's location
   * @param scope what the evidence of a reading that fails is of
   */
  public Evidence read(String name, Scope scope, Callable<Evidence> reading) {
    return within(reading, why -> failed(name, scope, why));
  }

  /**
   * What a reading comes to within the limit.
   *
   * @param failed what it comes to when it does not end, by why: a phrase that continues its name
   */
  public <T> T within(Callable<T> reading, Function<String, T> failed) {
    FutureTask<T> task = new FutureTask<>(reading);
    Thread thread = new Thread(task, "collector");
    // An open() that hangs can't be interrupted: it must not keep the JVM alive.
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed.apply("could not be read within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StackOverflowError || e.getCause() instanceof OutOfMemoryError) {
        return failed.apply("holds something too large to read");
      }
      throw new IllegalStateException("collecting evidence failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed.apply("reading was interrupted");
    }
  }

  private static Evidence failed(String name, Scope scope, String why) {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        scope,
        List.of(),
        List.of(),
        List.of(new Problem("", SourceLocation.line(name, 1), why)),
        List.of(),
        List.of());
  }
}
