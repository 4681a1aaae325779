/** Reads from Prometheus what it cannot reach; reports, and changes nothing. */
package io.lakeswarm.reconciler.monitoring;
