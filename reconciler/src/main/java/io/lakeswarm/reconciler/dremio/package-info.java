/** Reconciles the query engine's first user and its sources, and probes the sources. */
package io.lakeswarm.reconciler.dremio;
