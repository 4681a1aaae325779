package io.lakeswarm.spark.drain;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Keeps shuffle reads right while executors drain.
 *
 * <p>When an executor is decommissioned its shuffle blocks move to a peer and the driver learns
 * their new places, but Spark 3.5 executors go on using the addresses they fetched first; once the
 * drained executor is gone, such a read times out and a whole stage is run again. With this plugin
 * a task that starts while an executor drains, or after it has gone, reads addresses the driver
 * gave out after the last block moved.
 *
 * <p>Enabled by {@code spark.plugins}. It stays passive, with one line in the driver's log that
 * says why, where it cannot help: another Spark line than 3.5, push-based shuffle, an external
 * shuffle service, local mode, or decommissioning switched off.
 */
public final class DrainAwarePlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverSide();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorSide();
  }
}
