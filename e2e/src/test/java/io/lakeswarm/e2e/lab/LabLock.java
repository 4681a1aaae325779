package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use the lab of this host: there is one, whatever the checkout. It ends with the
 * process, also when that is killed.
 */
final class LabLock implements AutoCloseable {
  private final FileChannel channel;

  private LabLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the right at once, or throws when another run has it. */
  static LabLock take(Path home) {
    try {
      Files.createDirectories(home);
      FileChannel channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new LabLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock the lab in " + home, e);
    }
    throw new IllegalStateException(
        "Cannot use the lab in " + home + ": another run uses it. Wait for its end and run again.");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // Held within this very process.
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock the lab", e);
    }
  }
}
