package io.lakeswarm.spark.drain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The master's recovery directory. */
final class RecoveryDirectory {
  private RecoveryDirectory() {}

  /** Creates the directory with its parents, removes empty files and returns them. */
  static List<Path> prepare(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> torn = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
          Files.delete(file);
          torn.add(file);
        }
      }
    }
    return List.copyOf(torn);
  }
}
