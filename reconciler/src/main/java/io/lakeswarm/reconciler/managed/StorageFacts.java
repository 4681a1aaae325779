package io.lakeswarm.reconciler.managed;

import io.lakeswarm.reconciler.observed.Storage;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.probe.NodeOf;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.time.Clock;

/** Reads and writes the stored record of one component's storages. */
public final class StorageFacts {
  private final Component component;
  private final ResetFacts facts;
  private final NodeOf nodes;
  private final Clock clock;

  /** Keeps the record in {@code facts}; {@code nodes} finds the node of the component's volume. */
  public StorageFacts(Component component, ResetFacts facts, NodeOf nodes, Clock clock) {
    this.component = component;
    this.facts = facts;
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Returns the component. */
  public Component component() {
    return component;
  }

  /** Returns the storage whose id on the server is {@code id}, with its stored record. */
  public Storage storage(String id) {
    String name = component.text();
    return new Storage(
        name, id, nodes.node(component.volume()), facts.identity(name), facts.lastReset(name));
  }

  void write(ResetAction action) {
    facts.write(action, clock.instant());
  }
}
