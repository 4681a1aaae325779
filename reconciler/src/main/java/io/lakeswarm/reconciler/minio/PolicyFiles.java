package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.WantedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the policy files; a file that cannot be read throws {@link ReconcileException.Stalled} with
 * its name.
 */
final class PolicyFiles {
  private final Path directory;

  PolicyFiles(Path directory) {
    this.directory = directory;
  }

  /** Returns the file of {@code policy}; only the last element of its path counts. */
  WantedPolicy read(MinioSpec.Policy policy) {
    Path file = directory.resolve(Path.of(policy.file()).getFileName().toString());
    try {
      String text = Files.readString(file);
      return new WantedPolicy(text, PolicyJson.parse(text));
    } catch (NoSuchFileException e) {
      throw stalled(file, "there is no such file", e);
    } catch (IllegalArgumentException e) {
      throw stalled(file, e.getMessage(), e);
    } catch (IOException e) {
      throw stalled(file, e.getClass().getSimpleName(), e);
    }
  }

  private static ReconcileException stalled(Path file, String why, Exception cause) {
    return new ReconcileException.Stalled(
        "Cannot read policy file " + file + ": " + why + ". Correct it and deploy again.", cause);
  }
}
