package io.lakeswarm.reconciler.managed;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.status.ConditionType;

/**
 * Reconciles the contents of one server with a volume. A server supplies {@link #look}, its
 * planner's plan (by {@link io.lakeswarm.reconciler.plan.StoragePlan}), {@link #write} and its
 * conditions. Name, condition, wake-ups, probe interval, failures and stored identities are the
 * same for all.
 *
 * @param <O> the value of one observation of the server; immutable
 */
public abstract class ManagedServer<O> implements Controller<O> {
  private final StorageFacts storage;
  private final ServerGate<O> gate;

  /**
   * Creates a controller that reads through {@code gate} and stores identities in {@code storage}.
   */
  protected ManagedServer(StorageFacts storage, ServerGate<O> gate) {
    this.storage = storage;
    this.gate = gate;
  }

  /** Reads the server and writes nothing; the gate translates what it throws. */
  protected abstract O look(DesiredState desired) throws Exception;

  /** Performs one write of the server's own set of actions; the gate translates what it throws. */
  protected abstract void write(Action action) throws Exception;

  /** Runs after the identity of a verified storage was stored. */
  protected void remembered(Identity identity) {}

  @Override
  public final String name() {
    return storage.component().text();
  }

  @Override
  public final ConditionType condition() {
    return storage.component().condition();
  }

  @Override
  public final O observe(DesiredState desired) {
    return gate.pass(() -> look(desired));
  }

  @Override
  public final void apply(Step step) {
    if (!(step.action() instanceof ResetAction reset)) {
      gate.write(step.action().verb() + " " + step.action().target(), () -> write(step.action()));
      return;
    }
    storage.write(reset);
    if (reset instanceof ResetAction.Remember remember) {
      remembered(remember.identity());
    }
  }

  @Override
  public void recheck() {
    gate.tryNow();
  }

  @Override
  public final boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && storage.component().service().equals(service);
  }
}
