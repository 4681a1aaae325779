package io.lakeswarm.reconciler.metrics;

import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.plan.SparkPlanner;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
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

/** Every meter of the reconciler; {@link #register} gives each series its first value, 0. */
@ApplicationScoped
public class Meters {
  private static final List<String> WORKER_STATES =
      List.of("desired", "running", "registered", "draining");
  private static final Map<ConditionType, String> BOOTSTRAPS =
      Map.of(ConditionType.MINIO_BOOTSTRAP, "minio", ConditionType.NESSIE_BOOTSTRAP, "nessie");

  private final MeterRegistry registry;
  private final StatusStore status;
  private final SwarmEvents events;
  private final Map<String, AtomicInteger> workers = new ConcurrentHashMap<>();

  /** Meters in {@code registry}. */
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
    }
    outcomes.forEach(this::passes);
    for (StepResult.Outcome outcome : StepResult.Outcome.values()) {
      actions("scale", SparkPlanner.BELOW, outcome);
      actions("scale", SparkPlanner.ABOVE, outcome);
      actions("scale", SparkPlanner.COMPLETED, outcome);
      actions("drain", SparkPlanner.EXCESS, outcome);
    }
    reaction();
    drain();
    BOOTSTRAPS.values().forEach(this::recovery);
    for (ConditionType type : ConditionType.values()) {
      for (ConditionStatus value : ConditionStatus.values()) {
        Gauge.builder("lakeswarm.condition", () -> has(type, value) ? 1 : 0)
            .tag("type", type.text())
            .tag("status", value.text())
            .register(registry);
      }
    }
    for (String state : WORKER_STATES) {
      workers.put(state, new AtomicInteger());
      Gauge.builder("lakeswarm.spark.workers", workers.get(state), AtomicInteger::get)
          .tag("state", state)
          .register(registry);
    }
    Gauge.builder("lakeswarm.event.stream.age.seconds", events::ageSeconds).register(registry);
    Gauge.builder("lakeswarm.desired.revision", this::revision).register(registry);
  }

  /** One pass ended. */
  public void pass(String controller, String outcome, Duration took) {
    passes(outcome).increment();
    duration(controller).record(took);
  }

  /** One write ended. */
  public void step(StepResult result) {
    actions(result.step().action().verb(), result.step().cause(), result.outcome()).increment();
  }

  /** A resource was found to differ after it had been as desired. */
  public void driftDetected(String controller) {
    drift(controller).increment();
  }

  /** A write was accepted this long after the event that caused it had arrived. */
  public void reacted(Duration took) {
    reaction().record(took);
  }

  /** A drained worker ended this long after the decision. */
  public void drained(Duration took) {
    drain().record(took);
  }

  /** What the last look at the workers saw; numbers the master did not tell stay as they were. */
  public void workers(int desired, ObservedSpark observed) {
    workers.get("desired").set(desired);
    workers.get("running").set(observed.running());
    workers.get("draining").set(observed.openDrains().size());
    if (observed.master().isKnown()) {
      workers.get("registered").set(observed.master().registered());
    }
  }

  /** Notes the components whose bootstrap became true again, with the time it was not. */
  public void recovered(
      Map<ConditionType, Condition> before, Map<ConditionType, Condition> after, Instant now) {
    BOOTSTRAPS.forEach(
        (type, component) -> {
          Condition was = before.get(type);
          Condition is = after.get(type);
          boolean healed =
              was != null
                  && was.status() != ConditionStatus.TRUE
                  && is != null
                  && is.status() == ConditionStatus.TRUE;
          if (healed) {
            recovery(component).record(Duration.between(was.lastTransitionTime(), now));
          }
        });
  }

  private boolean has(ConditionType type, ConditionStatus value) {
    Condition condition = status.conditions().get(type);
    return condition == null ? value == ConditionStatus.UNKNOWN : condition.status() == value;
  }

  private int revision() {
    Condition ready = status.conditions().get(ConditionType.READY);
    return ready == null ? 0 : ready.observedRevision();
  }

  private Counter passes(String outcome) {
    return registry.counter("lakeswarm.reconcile", "outcome", outcome);
  }

  private Timer duration(String controller) {
    return registry.timer("lakeswarm.reconcile.duration", "controller", controller);
  }

  private Counter drift(String controller) {
    return registry.counter("lakeswarm.drift.detected", "resource", controller);
  }

  private Counter actions(String action, String cause, StepResult.Outcome outcome) {
    String end = outcome.name().toLowerCase(Locale.ROOT);
    return registry.counter("lakeswarm.actions", "action", action, "cause", cause, "outcome", end);
  }

  private Timer reaction() {
    return Timer.builder("lakeswarm.reaction").publishPercentiles(0.5, 0.99).register(registry);
  }

  private Timer drain() {
    return registry.timer("lakeswarm.drain.duration");
  }

  private Timer recovery(String component) {
    return registry.timer("lakeswarm.bootstrap.recovery", "component", component);
  }
}
