/** Tells a driver's user why an application has no executor yet, and who holds the cores. */
package io.lakeswarm.spark.cores;
