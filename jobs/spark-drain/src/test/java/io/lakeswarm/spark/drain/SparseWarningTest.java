package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SparseWarningTest {
  private final List<Object> counts = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5;

  @Test
  void logsOnceAMinuteAndCountsTheRest() {
    SparseWarning warning = new SparseWarning(recording(), () -> now);
    RuntimeException cause = new RuntimeException("x");
    warning.warn("a", cause);
    warning.warn("a", cause);
    warning.warn("a", cause);
    now += TimeUnit.MINUTES.toNanos(1);
    warning.warn("a", cause);
    assertThat(counts).containsExactly(0L, 2L);
  }

  /** A logger that takes warnings with three values and refuses every other call. */
  private Logger recording() {
    return (Logger)
        java.lang.reflect.Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) -> {
              if (!method.getName().equals("warn") || args.length != 2) {
                throw new AssertionError("unexpected " + method);
              }
              counts.add(((Object[]) args[1])[1]);
              return null;
            });
  }
}
