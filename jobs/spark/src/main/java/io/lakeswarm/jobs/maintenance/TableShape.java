package io.lakeswarm.jobs.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.StructLikeMap;

/**
 * Counts a table's small files, manifests and rows.
 *
 * @param smallFiles the most small files that one partition has
 * @param manifests manifests of data files
 * @param rows rows, by the snapshot's own count
 */
record TableShape(int smallFiles, int manifests, long rows) {
  /** Fewer are not worth a commit; Iceberg's default for files. */
  static final int WORTH_A_COMMIT = 5;

  /** Three quarters of the size Iceberg writes by default: smaller ones are joined. */
  static final long SMALL_BYTES = 384L << 20;

  /** Reads the table's metadata; all counts are 0 for a table without a snapshot. */
  static TableShape of(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return new TableShape(0, 0, 0);
    }
    int manifests = snapshot.dataManifests(table.io()).size();
    return new TableShape(
        mostSmallFiles(table),
        manifests,
        Long.parseLong(snapshot.summary().getOrDefault("total-records", "0")));
  }

  boolean wantsCompaction() {
    return smallFiles >= WORTH_A_COMMIT;
  }

  boolean wantsFewerManifests() {
    return manifests >= WORTH_A_COMMIT;
  }

  private static int mostSmallFiles(Table table) {
    Map<Integer, Map<StructLike, Integer>> counts = new HashMap<>();
    int most = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.file().fileSizeInBytes() < SMALL_BYTES) {
          int count =
              counts
                  .computeIfAbsent(
                      task.spec().specId(), id -> StructLikeMap.create(task.spec().partitionType()))
                  .merge(task.file().partition(), 1, Integer::sum);
          most = Math.max(most, count);
        }
      }
      return most;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
