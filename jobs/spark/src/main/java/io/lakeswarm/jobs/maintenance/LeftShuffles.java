package io.lakeswarm.jobs.maintenance;

import io.lakeswarm.jobs.cli.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Removes shuffle data that killed applications left in Spark's fallback storage. Other
 * applications remove their own at their end.
 */
final class LeftShuffles {
  private static final String ROOT = "spark.storage.decommission.fallbackStorage.path";
  private static final Duration KEPT = Duration.ofDays(14);

  private LeftShuffles() {}

  /**
   * Removes the data of applications that have not written for two weeks. When the store refuses or
   * does not answer, the cause is logged and the next run tries again.
   */
  static void remove(SparkConf conf, Instant now, Progress progress) {
    if (!conf.contains(ROOT)) {
      return;
    }
    Path root = new Path(conf.get(ROOT));
    try {
      FileSystem store = root.getFileSystem(SparkHadoopUtil.get().newConfiguration(conf));
      if (!store.exists(root)) {
        return;
      }
      Instant oldest = now.minus(KEPT);
      for (FileStatus application : store.listStatus(root)) {
        if (newest(store, application.getPath()).isBefore(oldest)) {
          store.delete(application.getPath(), true);
          progress.say("removed the shuffle data %s left behind", application.getPath().getName());
        }
      }
    } catch (IOException | RuntimeException e) { // The store's client throws both.
      progress.say(
          "cannot list left shuffle data in %s: %s. Check MinIO and its key.",
          root, e.getMessage());
    }
  }

  private static Instant newest(FileSystem store, Path application) throws IOException {
    long newest = 0;
    RemoteIterator<LocatedFileStatus> files = store.listFiles(application, true);
    while (files.hasNext()) {
      newest = Math.max(newest, files.next().getModificationTime());
    }
    return Instant.ofEpochMilli(newest);
  }
}
