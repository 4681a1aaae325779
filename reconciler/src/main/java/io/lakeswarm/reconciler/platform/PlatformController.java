package io.lakeswarm.reconciler.platform;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.KitServices;
import io.lakeswarm.reconciler.loop.ReadOnlyController;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.probe.NodeOf;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PlatformConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Observes nodes and services; it reports and writes nothing. */
@ApplicationScoped
public class PlatformController implements ReadOnlyController<ObservedPlatform>, NodeOf {
  private static final Duration WHILE_DOWN = Duration.ofSeconds(2);

  private final SwarmReader swarm;
  private final ResetFacts facts;
  private volatile ObservedPlatform last = ObservedPlatform.NOTHING;

  /** Creates a controller that reads {@code swarm} and the stored identities. */
  public PlatformController(SwarmReader swarm, ResetFacts facts) {
    this.swarm = swarm;
    this.facts = facts;
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
  public Set<ConditionType> reported() {
    return Set.of(
        ConditionType.SWARM_REACHABLE, ConditionType.CORE_SERVICES, ConditionType.NODES_AVAILABLE);
  }

  @Override
  public ObservedPlatform observe(DesiredState desired) {
    return look();
  }

  /** Returns a new observation. */
  public ObservedPlatform look() {
    last = new ObservedPlatform(swarm.kit(), swarm.nodes(), homes());
    return last;
  }

  private Map<String, String> homes() {
    Map<String, String> homes = new TreeMap<>();
    for (Component component : Component.bootstrapped()) {
      facts
          .identity(component.text())
          .filter(identity -> !identity.node().isEmpty())
          .ifPresent(identity -> homes.put(component.volume(), identity.node()));
    }
    return homes;
  }

  /** Returns the last observation that succeeded. */
  public ObservedPlatform lastSeen() {
    return last;
  }

  @Override
  public String node(String service) {
    return last.services().stream()
        .filter(found -> found.name().equals(service) && found.nodes().size() == 1)
        .map(found -> found.nodes().get(0))
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedPlatform observed, Plan plan, ApplyReport report, Instant now) {
    return PlatformConditions.of(observed, now);
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedPlatform observed) {
    return PlatformConditions.isCoreUp(observed) ? Optional.empty() : Optional.of(WHILE_DOWN);
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "node".equals(eventType) || KitServices.NAMES.contains(service);
  }
}
