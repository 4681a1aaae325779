package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.minio.LakeObjects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds tables in the warehouse that the catalog has lost. A warehouse is large, so only folders
 * and their metadata are listed, a bounded number of times, once a minute or when the catalog
 * changed.
 */
final class UnknownTables {
  /** The bucket of all tables. */
  static final String WAREHOUSE = "warehouse";

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int LISTINGS = 100;

  private final LakeObjects objects;
  private final Clock clock;
  private Optional<Instant> lookedAt = Optional.empty();
  private Map<String, String> lookedWith = Map.of();
  private Instant lookedFor = Instant.MIN;
  private SortedMap<String, String> found = new TreeMap<>();

  UnknownTables(LakeObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Returns name to folder of the tables that no entry has, neither by place nor by name. A table
   * that was made anew leaves its old folder behind. A table begun after {@code lostAt} was not
   * lost then but dropped since: a catalog with branches keeps the files of what is dropped.
   */
  synchronized SortedMap<String, String> beside(
      MinioSpec.User reader, Map<String, String> entries, Instant lostAt) {
    Instant now = clock.instant();
    boolean fresh =
        lookedWith.equals(entries)
            && lookedFor.equals(lostAt)
            && lookedAt
                .filter(then -> Duration.between(then, now).abs().compareTo(INTERVAL) < 0)
                .isPresent();
    if (!fresh) {
      found = search(reader, entries, lostAt);
      lookedAt = Optional.of(now);
      lookedWith = Map.copyOf(entries);
      lookedFor = lostAt;
    }
    return found;
  }

  private SortedMap<String, String> search(
      MinioSpec.User reader, Map<String, String> entries, Instant lostAt) {
    Collection<String> known =
        entries.values().stream().map(UnknownTables::folderOf).collect(Collectors.toSet());
    SortedMap<String, String> tables = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(""));
    for (int left = LISTINGS; left > 0 && !open.isEmpty(); left--) {
      String folder = open.removeFirst();
      List<String> inside = objects.folders(reader, WAREHOUSE, folder);
      if (!folder.isEmpty() && inside.contains(folder + "metadata/")) {
        if (!entries.containsKey(nameOf(folder))) {
          left--;
          objects
              .oldest(reader, WAREHOUSE, folder + "metadata/")
              .filter(lostAt::isAfter)
              .ifPresent(begun -> tables.put(nameOf(folder), folder));
        }
      } else {
        inside.stream().filter(name -> !known.contains(name)).forEach(open::addLast);
      }
    }
    return tables;
  }

  /**
   * Returns {@code silver/breweries_1/} for {@code
   * s3://warehouse/silver/breweries_1/metadata/1.json}.
   */
  private static String folderOf(String metadataLocation) {
    return metadataLocation
        .replaceFirst("^s3a?://" + WAREHOUSE + "/", "")
        .replaceFirst("/metadata/[^/]*$", "/");
  }

  /** Returns the table's name; the catalog's client names folders by it and a UUID. */
  private static String nameOf(String folder) {
    return folder
        .replaceFirst("/$", "")
        .replaceFirst("_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "")
        .replace('/', '.');
  }
}
