package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryDirectoryTest {
  @TempDir Path temp;

  @Test
  void makesTheDirectoryWithItsParents() throws IOException {
    Path directory = temp.resolve("a/b");
    assertThat(RecoveryDirectory.prepare(directory)).isEmpty();
    assertThat(directory).isDirectory();
  }

  @Test
  void removesTornFilesOnly() throws IOException {
    Path torn = Files.createFile(temp.resolve("worker_1"));
    Path whole = Files.writeString(temp.resolve("app_1"), "x");
    assertThat(RecoveryDirectory.prepare(temp)).containsExactly(torn);
    assertThat(torn).doesNotExist();
    assertThat(whole).exists();
  }
}
