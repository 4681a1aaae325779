package io.lakeswarm.e2e.lab;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Looks twice a second at what a platform of several nodes comes to in its own time. */
public final class Eventually {
  /** How long a test waits for what must come. It bounds a failure and says nothing about speed. */
  public static final Duration SOON = Duration.ofMinutes(3);

  private Eventually() {}

  /**
   * Returns once the assertion holds; until then it may also throw. Fails after {@code time} with
   * what it said last.
   */
  public static void eventually(String what, Duration time, ThrowingRunnable assertion) {
    await(what)
        .atMost(time)
        .pollInterval(500, MILLISECONDS)
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
