package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one lab and the one platform of a test run. With {@code LAB_REUSE=1} what is there is used
 * and left running, for work on the tests themselves.
 */
final class LabSession implements AutoCloseable {
  private final Lab lab = new Lab();
  private final Platform platform = new Platform(lab);
  private final boolean reuse = "1".equals(System.getenv("LAB_REUSE"));
  private Command.Result firstDeploy;
  private RuntimeException failure;

  Platform platform() {
    return platform;
  }

  /** Output of the deploy that made the platform. */
  Command.Result firstDeploy() {
    return firstDeploy;
  }

  /** Engines and platform are there after this; fails for every class with the first cause. */
  void open() {
    if (failure != null) {
      throw new IllegalStateException("The platform could not be deployed, see above", failure);
    }
    if (firstDeploy != null) {
      return;
    }
    try {
      lab.up();
      if (!reuse) {
        lab.clear();
        removeSecrets();
      }
      firstDeploy = platform.deploy().run().orThrow();
      platform.awaitReady(Duration.ofSeconds(60));
    } catch (RuntimeException e) {
      failure = e;
      new Artifacts(platform).collect("deploy");
      throw e;
    }
  }

  @Override
  public void close() {
    if (!reuse) {
      lab.down();
    }
  }

  private static void removeSecrets() {
    if (!Files.exists(Platform.SECRETS)) {
      return;
    }
    try (Stream<Path> files = Files.list(Platform.SECRETS)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + Platform.SECRETS, e);
    }
  }
}
