package io.lakeswarm.reconciler.loop;

import java.util.Locale;

/**
 * Why a pass runs.
 *
 * @param seenNanos {@link System#nanoTime()} of the event behind it; 0 when it was no event
 */
public record Trigger(Kind kind, long seenNanos) {

  /** The kinds of triggers. */
  public enum Kind {
    START,
    EVENT,
    API,
    RESYNC,
    REQUEUE;

    /** Returns the word in the log and in the history. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns a trigger that is not a Swarm event. */
  public static Trigger of(Kind kind) {
    return new Trigger(kind, 0);
  }

  /**
   * Returns one of two concurrent triggers: an event before the rest, the earlier before the later.
   */
  Trigger or(Trigger later) {
    return kind == Kind.EVENT || later.kind() != Kind.EVENT ? this : later;
  }

  /** Returns true for an event or an API call, which cuts a backoff short. */
  boolean isUrgent() {
    return kind == Kind.EVENT || kind == Kind.API;
  }
}
