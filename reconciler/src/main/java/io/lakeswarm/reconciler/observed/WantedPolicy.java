package io.lakeswarm.reconciler.observed;

/**
 * A policy file as it was read.
 *
 * @param text the file, valid JSON
 * @param document its meaning
 */
public record WantedPolicy(String text, PolicyDocument document) {}
