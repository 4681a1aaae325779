/** The query engine: its first user, its sources, and the proof that they answer. */
package io.lakeswarm.reconciler.dremio;
