package io.lakeswarm.spark.drain;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Keeps shuffle reads correct while executors drain.
 *
 * <p>The shuffle blocks of a decommissioned executor move to a peer, and the driver gets their new
 * addresses. Executors of Spark 3.5 cache the first addresses. When the drained executor is gone,
 * their reads time out and a whole stage runs again. With this plugin, a task that starts during or
 * after a drain reads the addresses after the last move.
 *
 * <p>{@code spark.plugins} enables it. It stays passive, with one line in the driver's log, on
 * another Spark line than 3.5, in local mode, without decommissioning, and with push-based shuffle
 * or an external shuffle service.
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
