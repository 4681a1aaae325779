package io.lakeswarm.reconciler.monitoring;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.ReadOnlyController;
import io.lakeswarm.reconciler.observed.ObservedMonitoring;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.probe.ServerGate.Absence;
import io.lakeswarm.reconciler.probe.ServerGate.Patience;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.MonitoringConditions;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reports whether Prometheus works and which targets it has not reached for long. */
@ApplicationScoped
public class MonitoringController implements ReadOnlyController<ObservedMonitoring> {
  private static final String SERVICE = "prometheus";

  private final PrometheusClient prometheus;
  private final ServerGate<ObservedMonitoring> gate;

  /** Reads the configured server. */
  @Inject
  public MonitoringController(LakeswarmSettings settings, SwarmReader swarm, Clock clock) {
    this(
        new PrometheusClient(settings.prometheus().url(), settings.prometheus().deadline()),
        () -> !swarm.services(SERVICE).isEmpty(),
        clock);
  }

  /** Calls {@code deployed} only when the server does not answer. */
  MonitoringController(PrometheusClient prometheus, BooleanSupplier deployed, Clock clock) {
    this.prometheus = prometheus;
    this.gate =
        ServerGate.optional(
            clock, Patience.NOTHING, new Absence<>(ObservedMonitoring.NOT_DEPLOYED, deployed));
  }

  @Override
  public String name() {
    return "monitoring";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.MONITORING;
  }

  @Override
  public ObservedMonitoring observe(DesiredState desired) {
    return gate.pass(this::look);
  }

  private ObservedMonitoring look() {
    try {
      return prometheus.look();
    } catch (IOException e) {
      throw new ServerFailure(
          ServerFailure.Kind.AWAY,
          "Cannot ask Prometheus: " + e.getMessage() + ". Look at make logs S=prometheus.");
    }
  }

  @Override
  public void recheck() {
    gate.tryNow();
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired,
      ObservedMonitoring observed,
      Plan plan,
      ApplyReport report,
      Instant now) {
    return List.of(MonitoringConditions.of(observed, now));
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && SERVICE.equals(service);
  }
}
