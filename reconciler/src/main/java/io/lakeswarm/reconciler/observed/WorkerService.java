package io.lakeswarm.reconciler.observed;

/**
 * The Swarm service whose replicas are Spark workers.
 *
 * @param version the version every write must name
 * @param completedFillsSlot true when the restart condition lets a task that exited 0 keep its slot
 * @param updating true while Swarm rolls out a new specification
 * @param overdue true when the last write is so old that Swarm must have acted on it
 */
public record WorkerService(
    String id,
    String name,
    long version,
    int replicas,
    boolean completedFillsSlot,
    boolean updating,
    boolean overdue) {}
