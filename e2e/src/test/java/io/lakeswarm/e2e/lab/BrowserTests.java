package io.lakeswarm.e2e.lab;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The tests in {@code e2e/page}: headless Chromium, driven from Node.js. */
public final class BrowserTests {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static boolean installed;

  private BrowserTests() {}

  /**
   * The tests of one file, not run yet. A browser is much to ask of a developer's machine, so where
   * there is none the calling test is skipped; under CI it fails.
   */
  public static synchronized Command of(String file) {
    requireTools();
    if (!installed) {
      Command.of("npm", "--prefix", "e2e/page", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
          .within(PATIENCE)
          .run()
          .orThrow();
      installed = true;
    }
    return Command.of("node", "--test", "e2e/page/" + file).within(PATIENCE);
  }

  private static void requireTools() {
    List<String> missing = Stream.of("node", "npm", "chromium").filter(tool -> !has(tool)).toList();
    if (!missing.isEmpty()) {
      String reason =
          "Cannot test a page in a browser: %s not found. Install nodejs, npm and chromium."
              .formatted(String.join(", ", missing));
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(reason);
      }
      abort(reason);
    }
  }

  private static boolean has(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
