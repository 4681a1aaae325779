/**
 * Scales a standalone Spark cluster down without losing a task: drains workers, and keeps shuffle
 * reads correct meanwhile.
 */
package io.lakeswarm.spark.drain;
