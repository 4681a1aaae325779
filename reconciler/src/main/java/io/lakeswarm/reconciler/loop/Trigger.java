package io.lakeswarm.reconciler.loop;

import java.util.Locale;

/**
 * Why a pass runs.
 *
 * @param seenNanos {@link System#nanoTime()} of the event behind it; 0 when it was no event
 */
public record Trigger(Kind kind, long seenNanos) {

  /** The reasons. */
  public enum Kind {
    START,
    EVENT,
    API,
    RESYNC,
    REQUEUE;

    /** The word in the log and in the history. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A trigger that is not a Swarm event. */
  public static Trigger of(Kind kind) {
    return new Trigger(kind, 0);
  }

  /** Of two triggers that fell together: an event before the rest, the earlier before the later. */
  Trigger or(Trigger later) {
    return kind == Kind.EVENT || later.kind() != Kind.EVENT ? this : later;
  }

  /** True when somebody waits for the answer, so that a back-off is cut short. */
  boolean isUrgent() {
    return kind == Kind.EVENT || kind == Kind.API;
  }
}
