package io.lakeswarm.reconciler.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers how each list was five seconds ago, as a server that lags behind would give it. */
final class StaleLists {
  private static final Duration LAG = Duration.ofSeconds(5);

  private final Clock clock;
  private final Map<String, TreeMap<Instant, Message>> seen = new HashMap<>();
  private Instant frozenAt = Instant.MIN;

  StaleLists(Clock clock) {
    this.clock = clock;
  }

  /** A server answered. */
  void seen(Dialect dialect, Message request, Message answer) {
    seen.computeIfAbsent(key(dialect, request), k -> new TreeMap<>()).put(clock.instant(), answer);
  }

  /** From here on the server stands still where it was {@link #LAG} ago. */
  void freeze() {
    frozenAt = clock.instant().minus(LAG);
  }

  /** The answer of the past, empty when nobody had asked by then. */
  Optional<byte[]> before(Dialect dialect, Message request) {
    return Optional.ofNullable(seen.get(key(dialect, request)))
        .map(answers -> answers.floorEntry(frozenAt))
        .map(entry -> entry.getValue().raw());
  }

  private static String key(Dialect dialect, Message request) {
    return dialect + " " + request.method() + " " + request.target();
  }
}
