package dev.plumbline.operator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks several at a time, each in a bounded time. */
record Together(ExecutorService threads) {

  /**
   * The answer of each, in their order.
   *
   * @throws IllegalStateException when one of the questions fails, or the thread is to end
   */
  <Q, A> List<A> each(List<Q> questions, Function<Q, A> ask) {
    List<Future<A>> asked = new ArrayList<>();
    questions.forEach(question -> asked.add(threads.submit(() -> ask.apply(question))));
    List<A> answers = new ArrayList<>();
    for (Future<A> one : asked) {
      try {
        answers.add(one.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException | CancellationException e) {
        throw new IllegalStateException("a question failed", e);
      }
    }
    return answers;
  }
}
