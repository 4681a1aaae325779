/**
 * A Spark job to drain workers under: long tasks, a shuffle, and a listener that counts what was
 * lost.
 */
package io.lakeswarm.e2e.probe;
