package io.lakeswarm.reconciler.swarm;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a blocking call in its own thread and interrupts it at its deadline. A unix socket has no
 * read timeout, and a frozen peer must not freeze the loop.
 */
final class Deadline implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "docker-call");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Returns the result, or throws {@link TimeoutException}, or wraps what the call threw as the
   * cause.
   */
  <T> T within(Duration limit, Callable<T> call)
      throws TimeoutException, ExecutionException, InterruptedException {
    Future<T> future = threads.submit(call);
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      future.cancel(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
