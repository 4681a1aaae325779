/**
 * A whole managed server, for who adds one: a broker with topics. docs/develop.md leads here; the
 * build compiles it and {@link io.lakeswarm.reconciler.example.TopicControllerIT} runs it.
 */
package io.lakeswarm.reconciler.example;
