package io.lakeswarm.reconciler.probe;

/** Where a service of one task runs. */
@FunctionalInterface
public interface NodeOf {

  /** The host name of its node as last seen; empty while that is not known. Never blocks. */
  String node(String service);
}
