package io.lakeswarm.reconciler.metrics;

import io.lakeswarm.reconciler.desired.KitServices;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.plan.Cause;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.Health;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.SwarmEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Every meter of the reconciler; {@link #register} gives each series its first value, 0. */
@ApplicationScoped
public class Meters {
  private static final List<String> WORKER_STATES =
      List.of("desired", "running", "registered", "draining");
  private final MeterRegistry registry;
  private final StatusStore status;
  private final SwarmEvents events;
  private final Map<String, AtomicInteger> workers = new ConcurrentHashMap<>();

  /** Creates the meters in {@code registry}. */
  public Meters(MeterRegistry registry, StatusStore status, SwarmEvents events) {
    this.registry = registry;
    this.status = status;
    this.events = events;
  }

  /** Registers every series, for the controllers of these names. */
  public void register(List<String> controllers, List<String> outcomes) {
    for (String controller : controllers) {
      duration(controller);
      drift(controller);
      outcomes.forEach(outcome -> passes(controller, outcome));
    }
    KitServices.NAMES.forEach(this::drift);
    for (StepResult.Outcome outcome : StepResult.Outcome.values()) {
      Cause.BY_VERB.forEach(
          (verb, causes) -> causes.forEach(cause -> actions(verb, cause, outcome)));
    }
    reaction();
    drain();
    restarts(true);
    restarts(false);
    Component.bootstrapped().forEach(component -> recovery(component.text()));
    for (ConditionType type : ConditionType.values()) {
      for (ConditionStatus value : ConditionStatus.values()) {
        Gauge.builder(
                "lakeswarm.condition",
                () -> isNow(type, Condition::status, value, ConditionStatus.UNKNOWN))
            .description("1 for the status a condition has now.")
            .tag("type", type.text())
            .tag("status", value.text())
            .register(registry);
      }
      for (Health value : Health.values()) {
        Gauge.builder(
                "lakeswarm.condition.health",
                () -> isNow(type, Condition::health, value, Health.UNKNOWN))
            .description("1 for the health that a condition means now.")
            .tag("type", type.text())
            .tag("health", value.text())
            .register(registry);
      }
    }
    for (String state : WORKER_STATES) {
      workers.put(state, new AtomicInteger());
      Gauge.builder("lakeswarm.spark.workers", workers.get(state), AtomicInteger::get)
          .description("Spark workers by state.")
          .tag("state", state)
          .register(registry);
    }
    Gauge.builder("lakeswarm.event.stream.age.seconds", events::ageSeconds)
        .description("Since the event stream last proved to be alive.")
        .register(registry);
    Gauge.builder("lakeswarm.desired.revision", this::revision)
        .description("Number of the current revision of the desired state.")
        .register(registry);
  }

  /** Counts a pass that ended. */
  public void pass(String controller, String outcome, Duration took) {
    passes(controller, outcome).increment();
    duration(controller).record(took);
  }

  /** Counts a write that ended. */
  public void step(StepResult result) {
    actions(result.step().action().verb(), result.step().cause(), result.outcome()).increment();
  }

  /** Counts a resource that differs after it had been as desired. */
  public void driftDetected(String resource) {
    drift(resource).increment();
  }

  /** Counts an ended task of a written service that a plan had predicted. */
  public void restartedAsPredicted() {
    restarts(true).increment();
  }

  /** Counts an ended task of a written service that no plan had predicted. */
  public void restartedUnpredicted() {
    restarts(false).increment();
  }

  /** Records the time from the arrival of an event to the acceptance of the write it caused. */
  public void reacted(Duration took) {
    reaction().record(took);
  }

  /** Records the time from the decision to drain a worker to its end. */
  public void drained(Duration took) {
    drain().record(atLeastZero(took));
  }

  /**
   * Sets the worker gauges from the last observation; a number that the master did not report
   * stays.
   */
  public void workers(int desired, ObservedSpark observed) {
    workers.get("desired").set(desired);
    workers.get("running").set(observed.running());
    workers.get("draining").set(observed.openDrains().size());
    if (observed.master().isKnown()) {
      workers.get("registered").set(observed.master().registered());
    }
  }

  /** Records each component whose bootstrap became True again, with the time it was not. */
  public void recovered(
      Map<ConditionType, Condition> before, Map<ConditionType, Condition> after, Instant now) {
    for (Component component : Component.bootstrapped()) {
      Condition was = before.get(component.condition());
      Condition is = after.get(component.condition());
      if (was != null && !isTrue(was) && is != null && isTrue(is)) {
        recovery(component.text())
            .record(atLeastZero(Duration.between(was.lastTransitionTime(), now)));
      }
    }
  }

  private static boolean isTrue(Condition condition) {
    return condition.status() == ConditionStatus.TRUE;
  }

  private <T> double isNow(ConditionType type, Function<Condition, T> part, T value, T absent) {
    Condition condition = status.conditions().get(type);
    return value == (condition == null ? absent : part.apply(condition)) ? 1 : 0;
  }

  private int revision() {
    Condition valid = status.conditions().get(ConditionType.DESIRED_STATE_VALID);
    return valid == null ? 0 : valid.observedRevision();
  }

  private Counter passes(String controller, String outcome) {
    return Counter.builder("lakeswarm.reconcile")
        .description("Passes by controller and how they ended.")
        .tag("controller", controller)
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * Returns the duration, at least zero: both ends are wall clock times, and the clock may have
   * been set back between them.
   */
  private static Duration atLeastZero(Duration took) {
    return took.isNegative() ? Duration.ZERO : took;
  }

  private Timer duration(String controller) {
    return Timer.builder("lakeswarm.reconcile.duration")
        .description("How long a pass took.")
        .tag("controller", controller)
        .register(registry);
  }

  private Counter drift(String resource) {
    return Counter.builder("lakeswarm.drift.detected")
        .description("Times a resource was found to differ after it had been as desired.")
        .tag("resource", resource)
        .register(registry);
  }

  private Counter actions(String action, String cause, StepResult.Outcome outcome) {
    String end = outcome.name().toLowerCase(Locale.ROOT);
    return Counter.builder("lakeswarm.actions")
        .description("Writes by what, why and how they ended.")
        .tag("action", action)
        .tag("cause", cause)
        .tag("outcome", end)
        .register(registry);
  }

  private Counter restarts(boolean predicted) {
    return Counter.builder("lakeswarm.restarts")
        .description(
            "Tasks of services the reconciler wrote to that ended, by what plans had said.")
        .tag("predicted", String.valueOf(predicted))
        .register(registry);
  }

  private Timer reaction() {
    return Timer.builder("lakeswarm.reaction")
        .description("From the arrival of a Swarm event to the write it caused being accepted.")
        .publishPercentiles(0.5, 0.99)
        .register(registry);
  }

  private Timer drain() {
    return Timer.builder("lakeswarm.drain.duration")
        .description("From the decision to drain a worker to its end.")
        .register(registry);
  }

  private Timer recovery(String component) {
    return Timer.builder("lakeswarm.bootstrap.recovery")
        .description("How long a component was not bootstrapped.")
        .tag("component", component)
        .register(registry);
  }
}
