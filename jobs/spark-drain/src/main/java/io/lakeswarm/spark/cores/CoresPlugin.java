package io.lakeswarm.spark.cores;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Logs in the driver that work waits for cores, how many are free and which applications hold them.
 * The first line comes after 10 s, then one every 30 s, until an executor registers.
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
    return null; // Executors need no plugin.
  }
}
