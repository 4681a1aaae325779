package io.lakeswarm.reconciler.platform;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.ReadOnlyController;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.ResetConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.swarm.SwarmEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports the losses that the components' controllers have recorded. */
@ApplicationScoped
public class ResetController implements ReadOnlyController<List<Reset>> {
  private final ResetFacts facts;
  private final Duration shown;

  /** Creates a controller that reads the recorded losses. */
  @Inject
  public ResetController(LakeswarmSettings settings, ResetFacts facts) {
    this(settings.resetShown(), facts);
  }

  /** Creates a controller that reports a loss for as long as {@code shown}. */
  public ResetController(Duration shown, ResetFacts facts) {
    this.shown = shown;
    this.facts = facts;
  }

  @Override
  public String name() {
    return "resets";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.VOLUME_RESET;
  }

  @Override
  public List<Reset> observe(DesiredState desired) {
    return facts.lastResets();
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, List<Reset> observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(ResetConditions.of(observed, shown, now));
  }

  /** Returns true when a stored fact changed: the losses are stored in configs. */
  @Override
  public boolean wakesOn(String eventType, String service) {
    return SwarmEvent.STATUS.equals(eventType);
  }
}
