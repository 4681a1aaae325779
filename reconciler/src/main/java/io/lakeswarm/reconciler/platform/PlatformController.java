package io.lakeswarm.reconciler.platform;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Watcher;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PlatformConditions;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Watches nodes and services; it reports and has no action. */
@ApplicationScoped
public class PlatformController implements Watcher<ObservedPlatform> {
  private static final Duration WHILE_DOWN = Duration.ofSeconds(2);

  private final SwarmReader swarm;
  private volatile ObservedPlatform last = ObservedPlatform.NOTHING;

  /** Reads from {@code swarm}. */
  public PlatformController(SwarmReader swarm) {
    this.swarm = swarm;
  }

  @Override
  public String name() {
    return "platform";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.SWARM_REACHABLE;
  }

  @Override
  public ObservedPlatform observe(DesiredState desired) {
    return look();
  }

  /** A fresh look. */
  public ObservedPlatform look() {
    last = new ObservedPlatform(swarm.kit(), swarm.missingNodes());
    return last;
  }

  /** The last look that succeeded. */
  public ObservedPlatform lastSeen() {
    return last;
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedPlatform observed, ApplyReport report, Instant now) {
    return PlatformConditions.of(observed, now);
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedPlatform observed) {
    return PlatformConditions.isCoreUp(observed) ? Optional.empty() : Optional.of(WHILE_DOWN);
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) || "node".equals(eventType);
  }
}
