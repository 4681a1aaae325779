package io.lakeswarm.reconciler.swarm;

/**
 * Something happened in the swarm; it says where to look, never what is there.
 *
 * @param type service, node or config
 * @param service short name of the service it is about, empty when it is about none
 * @param seenNanos {@link System#nanoTime()} when it arrived
 */
public record SwarmEvent(String type, String service, long seenNanos) {}
