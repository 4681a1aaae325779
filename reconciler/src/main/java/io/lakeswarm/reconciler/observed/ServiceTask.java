package io.lakeswarm.reconciler.observed;

/**
 * A task of any service.
 *
 * @param task its node and its state
 * @param spec the task template it was started from
 */
public record ServiceTask(WorkerTask task, ServiceSpec spec) {}
