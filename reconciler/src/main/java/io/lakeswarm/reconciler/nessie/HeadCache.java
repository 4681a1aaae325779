package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.observed.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Caches the head that was seen last, and the time of the last store. Each job moves the head, so
 * it is stored only every ten minutes; in between a loss is detected from this cache.
 */
final class HeadCache {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final Clock clock;
  private String repository = "";
  private String head = "";
  private Optional<Instant> storedAt = Optional.empty();

  HeadCache(Clock clock) {
    this.clock = clock;
  }

  /** Returns the newest head that the repository must still have; empty when none was ever seen. */
  synchronized Optional<String> known(String inRepository, Optional<Identity> remembered) {
    if (repository.equals(inRepository)) {
      return Optional.of(head);
    }
    return remembered
        .filter(identity -> identity.id().equals(inRepository))
        .flatMap(identity -> identity.parts().stream().findFirst());
  }

  /** Records that the repository has this head and all it had before. */
  synchronized void seen(String inRepository, String newHead) {
    repository = inRepository;
    head = newHead;
  }

  /** Records that the head was stored. */
  synchronized void stored(Identity identity) {
    identity.parts().stream().findFirst().ifPresent(part -> seen(identity.id(), part));
    storedAt = Optional.of(clock.instant());
  }

  /** Records that branches or namespaces were written: the head is worth storing. */
  synchronized void changed() {
    storedAt = Optional.empty();
  }

  /** Returns true when a moved head is due to be stored, also after a clock jumped back. */
  synchronized boolean isDue() {
    Instant now = clock.instant();
    return storedAt
        .map(then -> Duration.between(then, now).abs().compareTo(INTERVAL) >= 0)
        .orElse(true);
  }
}
