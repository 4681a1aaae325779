package io.lakeswarm.spark.drain;

import java.io.Serializable;

/**
 * The driver's answer to an executor.
 *
 * @param epoch addresses fetched under an older epoch must be fetched again
 * @param draining true during a drain and shortly after: ask again before each task
 */
record ShuffleView(long epoch, boolean draining) implements Serializable {}
