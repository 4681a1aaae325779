package io.lakeswarm.reconciler.airflow;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Watcher;
import io.lakeswarm.reconciler.minio.SecretSource;
import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.probe.OptionalServerGate;
import io.lakeswarm.reconciler.probe.OptionalServerGate.Patience;
import io.lakeswarm.reconciler.status.AirflowConditions;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Tells whether the orchestrator works and which DAG files it cannot import. */
@ApplicationScoped
public class AirflowController implements Watcher<ObservedAirflow> {
  private static final String SERVICE = "airflow-api-server";

  private final OptionalServerGate<ObservedAirflow> gate;
  private final AirflowObserver observer;

  /** Looks at the configured server. */
  @Inject
  public AirflowController(
      LakeswarmSettings settings, SecretFiles secrets, SwarmReader swarm, Clock clock) {
    this(settings.airflow().url(), secrets::read, () -> !swarm.services(SERVICE).isEmpty(), clock);
  }

  AirflowController(URI server, SecretSource secrets, BooleanSupplier deployed, Clock clock) {
    AirflowClient client = new AirflowClient(server);
    this.gate =
        new OptionalServerGate<>(Patience.NOTHING, ObservedAirflow.NOT_DEPLOYED, deployed, clock);
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
  public void forget() {
    gate.tryNow();
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedAirflow observed, ApplyReport report, Instant now) {
    return List.of(AirflowConditions.of(observed, now));
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && SERVICE.equals(service);
  }
}
