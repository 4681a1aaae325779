package io.lakeswarm.spark.drain;

import java.io.Serializable;

/**
 * The driver's answer to an executor.
 *
 * @param epoch addresses fetched under an older epoch must be fetched again
 * @param draining an executor drains now, or did so moments ago: ask again before each task
 */
record ShuffleView(long epoch, boolean draining) implements Serializable {}
