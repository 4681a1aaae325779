package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A real controller's name and conditions; what it sees is good, or it throws at one place. */
final class Faulty implements Controller<Object> {
  /** They report nothing themselves, and share their condition with the platform's controller. */
  private static final Set<String> SILENT = Set.of("jobs", "operations");

  private static final Action ACTION = () -> Action.Label.of("create", "part:1");

  /** Where the controller throws. */
  enum Place {
    RECHECK,
    OBSERVE,
    MEASURE,
    LIVE_TASKS,
    PLAN,
    APPLY,
    SECOND_APPLY,
    CONDITIONS,
    REQUEUE,
    DIFFERING
  }

  volatile Place place;
  volatile Supplier<Throwable> thrown;
  volatile Plan plan = new Plan(List.of(Step.of(ACTION, "missing"), Step.of(ACTION, "missing")));
  private final Controller<?> real;
  private int applied;

  Faulty(Controller<?> real) {
    this.real = real;
  }

  private void at(Place here) {
    if (place == here) {
      Faulty.<RuntimeException>raise(thrown.get());
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void raise(Throwable any) throws E {
    throw (E) any;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public ConditionType condition() {
    return real.condition();
  }

  @Override
  public Set<ConditionType> reported() {
    return real.reported();
  }

  @Override
  public void recheck() {
    applied = 0;
    at(Place.RECHECK);
  }

  @Override
  public Object observe(DesiredState desired) {
    at(Place.OBSERVE);
    return "seen";
  }

  @Override
  public Map<String, Set<String>> liveTasks(Object observed) {
    at(Place.LIVE_TASKS);
    return Map.of();
  }

  @Override
  public Plan plan(DesiredState desired, Object observed) {
    at(Place.PLAN);
    return plan;
  }

  @Override
  public void apply(Step step) {
    applied++;
    at(applied == 2 ? Place.SECOND_APPLY : Place.APPLY);
  }

  @Override
  public void measure(DesiredState desired, Object observed) {
    at(Place.MEASURE);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, Object observed, Plan plan, ApplyReport report, Instant now) {
    at(Place.CONDITIONS);
    return SILENT.contains(name())
        ? List.of()
        : reported().stream().map(type -> good(type, now)).toList();
  }

  private static Condition good(ConditionType type, Instant now) {
    return new Condition(type, type.goodWhen(), "Good", "good", now, 0);
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, Object observed) {
    at(Place.REQUEUE);
    return Optional.empty();
  }

  @Override
  public Set<String> differing(Plan plan, Object observed) {
    at(Place.DIFFERING);
    return Set.of();
  }
}
