/** Logs why an application has no executor yet, and which applications hold the cores. */
package io.lakeswarm.spark.cores;
