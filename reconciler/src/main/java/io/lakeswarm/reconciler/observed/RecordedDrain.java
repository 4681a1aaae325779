package io.lakeswarm.reconciler.observed;

import java.time.Instant;

/**
 * A decision to drain one worker, as it was stored before the drain was sent to Spark.
 *
 * @param configId the Swarm config that holds it
 * @param idle true when the worker had no cores in use at that time
 */
public record RecordedDrain(
    String configId, String taskId, String address, boolean idle, Instant since) {}
