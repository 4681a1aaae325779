package io.lakeswarm.reconciler.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.spark.SparkController;
import io.lakeswarm.reconciler.spark.SparkMasterClient;
import io.lakeswarm.reconciler.spark.WorkerActions;
import io.lakeswarm.reconciler.spark.WorkerReader;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.DrainStore;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.StatusJson;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmEvents;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The reconciler's own objects, freshly made: what is left after a kill is only what Swarm holds.
 */
final class Incarnation {
  final SwarmConfigs configs;
  final RevisionStore revisions;
  final DesiredSource source;
  final StatusStore status;
  final OperationStore operations;
  final SparkController spark;

  private final Reconciler<ObservedSpark> reconciler;

  Incarnation(FakeSwarm swarm, FakeSparkMaster master, Path seed, Clock clock) {
    LakeswarmSettings settings = TestSettings.of(swarm.url(), master.url(), seed);
    ObjectMapper json = new ObjectMapper();
    DockerTransport transport = new DockerTransport(settings);
    SwarmClient client = new SwarmClient(transport, json, settings);
    configs = new SwarmConfigs(client, json);
    revisions = new RevisionStore(configs, json);
    source = new DesiredSource(revisions, settings, clock);
    status = new StatusStore(configs, new StatusJson(json));
    operations = new OperationStore(configs, json, clock);
    Meters meters =
        new Meters(new SimpleMeterRegistry(), status, new SwarmEvents(transport, json, settings));
    meters.register(List.of("spark-workers"), List.of("unchanged"));
    DrainStore drains = new DrainStore(configs, json, clock);
    SparkMasterClient spark = new SparkMasterClient(json, settings);
    this.spark =
        new SparkController(
            new WorkerReader(new SwarmReader(client), drains, clock),
            spark,
            new WorkerActions(client, spark, drains, meters, clock),
            meters);
    reconciler = new Reconciler<>(this.spark, source, status, clock);
  }

  /** One pass; the writes as text, with their outcome. */
  List<String> pass() {
    List<String> writes = new ArrayList<>();
    reconciler.reconcile(write -> writes.add(write.step() + ": " + write.outcome()));
    return writes;
  }

  /** Observes, lets {@code between} happen, and only then applies. */
  List<StepResult> passWith(Runnable between) {
    var desired = source.current().state();
    var plan = spark.plan(desired, spark.observe(desired));
    between.run();
    return plan.steps().stream().map(spark::apply).toList();
  }
}
