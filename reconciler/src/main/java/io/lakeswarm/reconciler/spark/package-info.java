/**
 * Observes and changes the Spark workers: Swarm tasks on one side, the Spark master on the other.
 */
package io.lakeswarm.reconciler.spark;
