package io.lakeswarm.reconciler.monitoring;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Watcher;
import io.lakeswarm.reconciler.observed.ObservedMonitoring;
import io.lakeswarm.reconciler.probe.OptionalServerGate;
import io.lakeswarm.reconciler.probe.OptionalServerGate.Patience;
import io.lakeswarm.reconciler.probe.ServerTrouble;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.MonitoringConditions;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Tells whether Prometheus works and what it has not reached for long. */
@ApplicationScoped
public class MonitoringController implements Watcher<ObservedMonitoring> {
  private static final String SERVICE = "prometheus";

  private final PrometheusClient prometheus;
  private final OptionalServerGate<ObservedMonitoring> gate;

  /** Looks at the configured server. */
  @Inject
  public MonitoringController(LakeswarmSettings settings, SwarmReader swarm, Clock clock) {
    this(settings.prometheus().url(), () -> !swarm.services(SERVICE).isEmpty(), clock);
  }

  /** Asks {@code deployed} only when the server at {@code url} does not answer. */
  MonitoringController(URI url, BooleanSupplier deployed, Clock clock) {
    this.prometheus = new PrometheusClient(url);
    this.gate =
        new OptionalServerGate<>(
            Patience.NOTHING, ObservedMonitoring.NOT_DEPLOYED, deployed, clock);
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
      throw new ServerTrouble(
          ServerTrouble.Kind.AWAY,
          "Cannot ask Prometheus: " + e.getMessage() + ". Look at make logs S=prometheus.");
    }
  }

  @Override
  public void forget() {
    gate.tryNow();
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedMonitoring observed, ApplyReport report, Instant now) {
    return List.of(MonitoringConditions.of(observed, now));
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && SERVICE.equals(service);
  }
}
