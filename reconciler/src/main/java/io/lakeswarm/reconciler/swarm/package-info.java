/**
 * The Docker API as raw JSON with a deadline for each call, and the event stream that wakes the
 * loop.
 */
package io.lakeswarm.reconciler.swarm;
