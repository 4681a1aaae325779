package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One source of the query engine, beside what is desired of it. It holds names of settings only: an
 * access key's name is a secret here.
 *
 * @param type the type it has in the engine
 * @param tag the version a write has to name
 * @param differs the settings whose value is not the desired one
 * @param secret what is known of the stored secret
 * @param health what the engine says of it
 * @param complaint the engine's words about bad health, without secrets; empty when it is good
 * @param changing true while the engine still works on the last change
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

  /** The engine never shows a secret, so this is about the one that was last written. */
  public enum Secret {
    /** The desired one was written. */
    CURRENT,
    /** Another one was written, or the source has none. */
    ROTATED,
    /** Nobody remembers which was written: the source was found here. */
    UNKNOWN
  }

  /** The state the engine gives a source. */
  public enum Health {
    GOOD,
    WARN,
    BAD
  }
}
