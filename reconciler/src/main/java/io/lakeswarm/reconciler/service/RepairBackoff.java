package io.lakeswarm.reconciler.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Delays repairs of a service that another actor changes again each time. Three in a row are free,
 * then the pause doubles from 5 s to a minute. Two repairs are in a row when less than two minutes
 * lie between. It is not stored: a new process starts with the free ones. A clock that is set back
 * ends a pause.
 */
final class RepairBackoff {
  private static final int FREE = 3;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration IN_A_ROW = Duration.ofMinutes(2);

  private final Clock clock;
  private final Map<String, Row> rows = new HashMap<>();

  private record Row(int length, Instant last) {
    boolean endedBefore(Instant now) {
      return last.plus(IN_A_ROW).isBefore(now);
    }
  }

  RepairBackoff(Clock clock) {
    this.clock = clock;
  }

  /** Records that a repair of this service was accepted. */
  synchronized void repaired(String service) {
    Instant now = clock.instant();
    Row before = rows.get(service);
    int length = before == null || before.endedBefore(now) ? 1 : before.length() + 1;
    rows.put(service, new Row(length, now));
  }

  /** Returns how long the next repair of this service has to wait; zero when it may be done now. */
  synchronized Duration pause(String service) {
    Row row = rows.get(service);
    Instant now = clock.instant();
    if (row == null || row.length() < FREE || now.isBefore(row.last())) {
      return Duration.ZERO;
    }
    long doubled = FIRST.toMillis() << Math.min(row.length() - FREE, 10);
    Instant next = row.last().plusMillis(Math.min(doubled, LONGEST.toMillis()));
    Duration left = Duration.between(now, next);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
