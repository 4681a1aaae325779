package io.lakeswarm.reconciler.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One loss of a component's data.
 *
 * @param component short name, for example {@code minio}
 * @param id the storage it left behind
 * @param detectedAt when it was detected, on a server that was up again
 * @param reapplied the targets that had to be written again
 * @param recovery from {@code detectedAt} to the verified repair; empty while the repair is under
 *     way
 */
public record Reset(
    String component,
    Reason reason,
    String id,
    Instant detectedAt,
    List<String> reapplied,
    Optional<Duration> recovery) {

  /** Takes a copy of the list. */
  public Reset {
    reapplied = List.copyOf(reapplied);
  }

  /** Returns true while the repair is not verified. */
  public boolean isOpen() {
    return recovery.isEmpty();
  }

  /** Returns the same loss with its repair verified at {@code now}. */
  public Reset closedAt(Instant now) {
    return new Reset(
        component,
        reason,
        id,
        detectedAt,
        reapplied,
        Optional.of(Duration.between(detectedAt, now)));
  }

  /** The ways to lose data. */
  public enum Reason {
    /** The server came up on another storage: its identity is new. */
    VOLUME_REPLACED("VolumeReplaced"),
    /** The same server has lost everything that was verified on it. */
    DATA_VANISHED("DataVanished"),
    /** The same server has lost its newest commits: an older state was restored. */
    HISTORY_LOST("HistoryLost");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** Returns the word that users see. */
    public String text() {
      return text;
    }
  }
}
