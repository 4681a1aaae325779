package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One Dremio source, compared with its desired settings. It holds names of settings only: an access
 * key's name is a secret here.
 *
 * @param type the type it has in the engine
 * @param tag the version a write has to name
 * @param differs the settings whose value is not the desired one
 * @param secret what is known of the stored secret
 * @param health the health that Dremio reports
 * @param complaint Dremio's message about bad health, without secrets; empty when it is good
 * @param changing true while Dremio still applies the last change
 */
public record ObservedSource(
    String type,
    String id,
    String tag,
    SortedSet<String> differs,
    Secret secret,
    Health health,
    String complaint,
    boolean changing) {

  /** Takes a copy. */
  public ObservedSource {
    differs = Collections.unmodifiableSortedSet(new TreeSet<>(differs));
  }

  /** The state of the secret that was last written; Dremio never shows a secret. */
  public enum Secret {
    /** The desired one was written. */
    CURRENT,
    /** Another one was written, or the source has none. */
    ROTATED,
    /** No record of the written secret: the source existed before. */
    UNKNOWN
  }

  /** The health states of a Dremio source. */
  public enum Health {
    GOOD,
    WARN,
    BAD
  }
}
