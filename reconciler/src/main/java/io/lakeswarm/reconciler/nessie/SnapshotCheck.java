package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.minio.LakeObjects;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the tables that have lost the files of their newest snapshot. The check reads each table's
 * metadata. So it runs when the table changed and else every ten minutes, for a bounded number of
 * tables a pass.
 */
final class SnapshotCheck {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int AT_ONCE = 20;

  private final LakeObjects objects;
  private final Clock clock;
  private Map<String, Checked> checked = new HashMap<>();

  private record Checked(Instant at, Optional<String> missing) {}

  SnapshotCheck(LakeObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Returns table name to missing or damaged file.
   *
   * @param locations name to location of metadata that exists
   */
  synchronized SortedMap<String, String> broken(
      MinioSpec.User reader, Map<String, String> locations) {
    checked.keySet().retainAll(locations.values());
    Instant now = clock.instant();
    List<String> due =
        locations.values().stream()
            .filter(location -> isDue(location, now))
            .sorted(Comparator.comparing(this::lastCheck))
            .limit(AT_ONCE)
            .toList();
    for (String location : due) {
      checked.put(location, new Checked(now, missing(reader, location)));
    }
    SortedMap<String, String> broken = new TreeMap<>();
    locations.forEach(
        (name, location) ->
            Optional.ofNullable(checked.get(location))
                .flatMap(Checked::missing)
                .ifPresent(file -> broken.put(name, file)));
    return broken;
  }

  private boolean isDue(String location, Instant now) {
    Checked last = checked.get(location);
    // A broken table is checked each time, so that its repair is seen at once.
    return last == null
        || last.missing().isPresent()
        || Duration.between(last.at(), now).abs().compareTo(INTERVAL) >= 0;
  }

  private Instant lastCheck(String location) {
    return Optional.ofNullable(checked.get(location)).map(Checked::at).orElse(Instant.MIN);
  }

  private Optional<String> missing(MinioSpec.User reader, String location) {
    Optional<byte[]> metadata = objects.read(reader, location);
    if (metadata.isEmpty()) {
      return Optional.of(location);
    }
    try {
      return IcebergMetadata.manifestList(metadata.get())
          .filter(file -> !objects.exists(reader, file));
    } catch (IOException e) {
      return Optional.of(location + ", damaged");
    }
  }
}
