package io.lakeswarm.spark.drain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's standalone master on a recovery directory that a crash cannot poison: takes the same
 * arguments as {@code org.apache.spark.deploy.master.Master}.
 *
 * <p>Spark writes its recovery files without a rename, and a master that finds an empty one stays
 * STANDBY for ever while it answers 200. What an empty file stood for registers again by itself.
 */
public final class RecoveringMaster {
  static final String DIRECTORY = "spark.deploy.recoveryDirectory";

  private static final Logger LOG = LoggerFactory.getLogger(RecoveringMaster.class);

  private RecoveringMaster() {}

  /** Prepares the directory named by the system property and runs the master. */
  public static void main(String[] args) throws IOException {
    String directory = System.getProperty(DIRECTORY);
    if (directory == null) {
      throw new IllegalArgumentException(
          "Cannot start the master: no recovery directory. Set -D" + DIRECTORY + "=<directory>.");
    }
    List<Path> torn = RecoveryDirectory.prepare(Path.of(directory));
    torn.forEach(file -> LOG.warn("Removed the torn recovery file {}", file));
    Master.main(args);
  }
}
