package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One observation of Dremio.
 *
 * @param stage how far Dremio has started; below {@link Stage#OPEN} nothing else is known
 * @param storage its volume
 * @param sources the desired sources that exist, by name
 * @param blocked why no source may be written now; empty when they may be
 * @param proven what was verified on this volume since the last change: names of sources, {@link
 *     #ENGINE}, {@link #USER}
 */
public record ObservedDremio(
    Stage stage,
    Storage storage,
    SortedMap<String, ObservedSource> sources,
    Optional<String> blocked,
    Set<String> proven) {

  /** In {@link #proven()}: Dremio runs queries. No source has such a name. */
  public static final String ENGINE = "*";

  /** In {@link #proven()}: this process created the first user. */
  public static final String USER = "user:admin";

  /** The swarm has no such service. */
  public static final ObservedDremio NOT_DEPLOYED = at(Stage.NOT_DEPLOYED);

  /** Dremio waits for its first user. */
  public static final ObservedDremio WITHOUT_USER = at(Stage.NO_USER);

  /** Returns the identity of the volume. */
  public String clusterId() {
    return storage.id();
  }

  /** Takes copies. */
  public ObservedDremio {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    proven = Set.copyOf(proven);
  }

  /** The stages of a start. */
  public enum Stage {
    NOT_DEPLOYED,
    NO_USER,
    /** It has a user and the login was accepted. */
    OPEN
  }

  private static ObservedDremio at(Stage stage) {
    Storage unknown = new Storage("dremio", "", "", Optional.empty(), Optional.empty());
    return new ObservedDremio(stage, unknown, new TreeMap<>(), Optional.empty(), Set.of());
  }
}
