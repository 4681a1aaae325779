/**
 * The pass and the threads that run it: wake-ups coalesce, a resync is guaranteed, one pass at a
 * time.
 */
package io.lakeswarm.reconciler.loop;
