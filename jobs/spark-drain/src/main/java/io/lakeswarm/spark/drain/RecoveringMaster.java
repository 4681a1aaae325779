package io.lakeswarm.spark.drain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Spark's standalone master after removing torn recovery files and workers that are gone.
 * Takes the same arguments as {@code org.apache.spark.deploy.master.Master}.
 *
 * <p>Spark writes its recovery files without a rename. A master that finds an empty file stays in
 * STANDBY, although its page answers 200. The worker or application of a removed file registers
 * again.
 *
 * <p>A recovering master is not ALIVE until each remembered worker has answered, or until {@code
 * spark.worker.timeout} is over: after a loss of power that is a minute for nothing. And it tells
 * the process at a remembered address that it is registered, even a new one, which it does not
 * list.
 */
public final class RecoveringMaster {
  static final String DIRECTORY = "spark.deploy.recoveryDirectory";

  private static final Logger LOG = LoggerFactory.getLogger(RecoveringMaster.class);

  private RecoveringMaster() {}

  /** Prepares the directory named by the system property and runs the master. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String directory = System.getProperty(DIRECTORY);
    if (directory == null) {
      throw new IllegalArgumentException(
          "Cannot start the master: no recovery directory. Set -D" + DIRECTORY + "=<directory>.");
    }
    List<Path> torn = RecoveryDirectory.prepare(Path.of(directory));
    torn.forEach(file -> LOG.warn("Removed the torn recovery file {}", file));
    forgetTheGone();
    Master.main(args);
  }

  private static void forgetTheGone() throws InterruptedException {
    try {
      new RememberedWorkers(new SparkConf())
          .forgetTheGone()
          .forEach(id -> LOG.warn("Forgot {}: it does not run at its address any more", id));
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("Cannot look for remembered workers: {}. The master waits for them.", e, e);
    }
  }
}
