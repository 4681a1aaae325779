package io.lakeswarm.jobs.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.jobs.cli.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftShufflesTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir Path root;

  @Test
  void onlyWhatNobodyWroteForTwoWeeksGoes() throws IOException {
    block("app-dead/0/7", Duration.ofDays(15));
    block("app-alive/0/1", Duration.ofDays(40));
    block("app-alive/3/2", Duration.ofDays(13));
    remove(root.toUri().toString());
    assertThat(root)
        .isDirectoryContaining("glob:**app-alive")
        .isDirectoryNotContaining("glob:**app-dead");
    assertThat(root.resolve("app-alive/0/1")).isDirectory();
  }

  @Test
  void aPlaceThatIsNotThereOrCannotBeReadIsNoFailure() throws IOException {
    remove(root.resolve("absent").toUri().toString());
    remove("no-such-scheme://bucket/shuffle/");
    LeftShuffles.remove(new SparkConf(false), NOW, new Progress("test"));
    assertThat(root).isEmptyDirectory();
  }

  private void remove(String place) {
    SparkConf conf =
        new SparkConf(false).set("spark.storage.decommission.fallbackStorage.path", place);
    LeftShuffles.remove(conf, NOW, new Progress("test"));
  }

  private void block(String folder, Duration age) throws IOException {
    Path file = Files.createDirectories(root.resolve(folder)).resolve("shuffle.data");
    Files.writeString(file, "rows");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }
}
