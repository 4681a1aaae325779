package io.lakeswarm.spark.cores;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Says in the driver's log that work waits for cores, how many are free and which applications hold
 * them: ten seconds after the work began to wait, then every thirty, until an executor comes.
 *
 * <p>Enabled by {@code spark.plugins}; passive where there is no standalone master.
 */
public final class CoresPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new CoresWatch();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null; // Spark's way to say that executors have no part in it.
  }
}
