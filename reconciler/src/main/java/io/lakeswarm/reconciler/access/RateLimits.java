package io.lakeswarm.reconciler.access;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits how often each role may read and write, and how often each source may fail to
 * authenticate. The failures of others never delay a valid token, not even those from its own
 * address.
 */
@ApplicationScoped
class RateLimits {
  private static final int SOURCES = 1_000;

  private final LakeswarmSettings.Limits limits;
  private final Clock clock;
  private final Map<Role, TokenBucket> writes = new EnumMap<>(Role.class);
  private final Map<Role, TokenBucket> reads = new EnumMap<>(Role.class);

  /** The sources seen last; to drop one only gives it a full bucket. */
  private final Map<String, TokenBucket> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
          return size() > SOURCES;
        }
      };

  RateLimits(LakeswarmSettings settings, Clock clock) {
    this.limits = settings.limits();
    this.clock = clock;
    for (Role role : Role.values()) {
      writes.put(role, bucket(limits.writes()));
      reads.put(role, bucket(limits.reads()));
    }
  }

  /** Returns how long this role has to wait with its write; empty when it may proceed. */
  Optional<Duration> write(Role role) {
    return writes.get(role).take();
  }

  /** Returns how long this role has to wait with its read; empty when it may proceed. */
  Optional<Duration> read(Role role) {
    return reads.get(role).take();
  }

  /** Counts a failure and returns how long this source has to wait; empty when it may try on. */
  Optional<Duration> failure(String source) {
    TokenBucket bucket;
    synchronized (failures) {
      bucket = failures.computeIfAbsent(source, first -> bucket(limits.failures()));
    }
    return bucket.take();
  }

  private TokenBucket bucket(LakeswarmSettings.Rate rate) {
    return new TokenBucket(rate.perMinute(), rate.burst(), clock);
  }
}
