package io.lakeswarm.reconciler.airflow;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.config.SecretSource;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.ReadOnlyController;
import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.probe.ServerGate.Absence;
import io.lakeswarm.reconciler.probe.ServerGate.Patience;
import io.lakeswarm.reconciler.status.AirflowConditions;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reports whether the orchestrator works and which DAG files it cannot import. */
@ApplicationScoped
public class AirflowController implements ReadOnlyController<ObservedAirflow> {
  private static final String SERVICE = "airflow-api-server";

  private final ServerGate<ObservedAirflow> gate;
  private final AirflowObserver observer;

  /** Reads the configured server. */
  @Inject
  public AirflowController(
      LakeswarmSettings settings, SecretFiles secrets, SwarmReader swarm, Clock clock) {
    this(
        new AirflowClient(settings.airflow().url(), settings.airflow().deadline()),
        secrets::read,
        () -> !swarm.services(SERVICE).isEmpty(),
        clock);
  }

  AirflowController(
      AirflowClient client, SecretSource secrets, BooleanSupplier deployed, Clock clock) {
    this.gate =
        ServerGate.optional(
            clock, Patience.NOTHING, new Absence<>(ObservedAirflow.NOT_DEPLOYED, deployed));
    this.observer = new AirflowObserver(client, new AirflowLogin(client, secrets));
  }

  @Override
  public String name() {
    return "airflow";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.AIRFLOW;
  }

  @Override
  public ObservedAirflow observe(DesiredState desired) {
    return gate.pass(observer::observe);
  }

  @Override
  public void recheck() {
    gate.tryNow();
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedAirflow observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(AirflowConditions.of(observed, now));
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && SERVICE.equals(service);
  }
}
