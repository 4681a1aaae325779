package io.lakeswarm.reconciler.config;

import io.lakeswarm.reconciler.error.ReconcileException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads secrets from files, anew at each use, so that a rotated secret applies without a restart.
 */
@ApplicationScoped
public class SecretFiles {
  private final Path directory;

  /** Reads below the configured directory. */
  public SecretFiles(LakeswarmSettings settings) {
    this.directory = settings.secrets().dir();
  }

  /**
   * Returns the secret without its trailing line break; empty when the file is absent or holds
   * nothing. Throws {@link ReconcileException.Stalled} when the file exists and cannot be read.
   */
  public Optional<String> read(String name) {
    Path file = directory.resolve(name);
    if (!file.normalize().startsWith(directory) || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String value = Files.readString(file).stripTrailing();
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    } catch (IOException e) {
      throw new ReconcileException.Stalled(
          "Cannot read secret "
              + name
              + ": "
              + e.getClass().getSimpleName()
              + ". Check its mode and owner.",
          e);
    }
  }
}
