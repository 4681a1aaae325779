/**
 * The reconciler's memory in Swarm configs: revisions, operations, recorded drains, conditions and
 * facts.
 */
package io.lakeswarm.reconciler.store;
