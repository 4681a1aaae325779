/**
 * Scaling a standalone Spark cluster down without losing a task: the draining side and the reading
 * side.
 */
package io.lakeswarm.spark.drain;
