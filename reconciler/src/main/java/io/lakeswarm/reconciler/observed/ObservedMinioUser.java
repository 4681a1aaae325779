package io.lakeswarm.reconciler.observed;

/**
 * A user that exists.
 *
 * @param policy comma-separated names of its policies, empty when it has none
 * @param key the result of the probe with its key pair
 */
public record ObservedMinioUser(boolean enabled, String policy, KeyProbe key) {}
