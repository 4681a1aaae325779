package io.lakeswarm.spark.drain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Spark's standalone master after removing torn recovery files. Takes the same arguments as
 * {@code org.apache.spark.deploy.master.Master}.
 *
 * <p>Spark writes its recovery files without a rename. A master that finds an empty file stays in
 * STANDBY, although its page answers 200. The worker or application of a removed file registers
 * again.
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
