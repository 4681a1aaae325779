/** The meters, each registered at start so that a dashboard never meets a missing series. */
package io.lakeswarm.reconciler.metrics;
