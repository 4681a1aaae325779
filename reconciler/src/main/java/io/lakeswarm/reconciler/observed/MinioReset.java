package io.lakeswarm.reconciler.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One loss of the object store's data.
 *
 * @param deploymentId the storage it left behind
 * @param detectedAt when it was noticed, on a server that was up again
 * @param reapplied the targets that had to be written anew
 * @param recovery from {@code detectedAt} to the proof by use; empty while that is under way
 */
public record MinioReset(
    Reason reason,
    String deploymentId,
    Instant detectedAt,
    List<String> reapplied,
    Optional<Duration> recovery) {

  /** Takes a copy of the list. */
  public MinioReset {
    reapplied = List.copyOf(reapplied);
  }

  /** The two ways to lose data. */
  public enum Reason {
    /** The server came up on other drives: its identity is new. */
    VOLUME_REPLACED("VolumeReplaced"),
    /** The same server has lost every bucket it was proven to have. */
    DATA_VANISHED("DataVanished");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The word users see. */
    public String text() {
      return text;
    }
  }
}
