/**
 * Calls the Docker API as raw JSON with a deadline for each call, and listens to the event stream
 * that wakes the loop.
 */
package io.lakeswarm.reconciler.swarm;
