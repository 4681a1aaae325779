package io.lakeswarm.reconciler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents that the kit ships. */
public final class Documents {

  private Documents() {}

  public static String kit() {
    return stacks("desired-state.yml");
  }

  public static String schema() {
    return stacks("desired-state.schema.json");
  }

  private static String stacks(String name) {
    try {
      return Files.readString(Path.of(System.getProperty("project.root"), "stacks", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
