package io.lakeswarm.reconciler.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes when told to, and a wall clock that can be wrong about it. */
public final class VirtualTime {
  private volatile Instant now;
  private volatile Duration error = Duration.ZERO;

  public VirtualTime(Instant start) {
    now = start;
  }

  /** Moves on; never back. */
  public void moveTo(Instant next) {
    now = next.isAfter(now) ? next : now;
  }

  /** From now on the wall clock is wrong by so much. */
  public void wallClockError(Duration next) {
    error = next;
  }

  /** The true time. */
  public Clock world() {
    return new Reading(false);
  }

  /** What the reconciler's host takes for the time. */
  public Clock wallClock() {
    return new Reading(true);
  }

  private final class Reading extends Clock {
    private final boolean mayErr;

    Reading(boolean mayErr) {
      this.mayErr = mayErr;
    }

    @Override
    public Instant instant() {
      return mayErr ? now.plus(error) : now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
