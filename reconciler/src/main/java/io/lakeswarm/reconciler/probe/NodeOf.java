package io.lakeswarm.reconciler.probe;

/** Finds the node of a service that has one task. */
@FunctionalInterface
public interface NodeOf {

  /**
   * Returns the host name of its node as last observed; empty while it is unknown. Never blocks.
   */
  String node(String service);
}
