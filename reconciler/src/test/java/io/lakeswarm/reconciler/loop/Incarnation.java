package io.lakeswarm.reconciler.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.dremio.DremioWorld;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.minio.LakeObjects;
import io.lakeswarm.reconciler.minio.MinioController;
import io.lakeswarm.reconciler.nessie.CatalogController;
import io.lakeswarm.reconciler.nessie.NessieController;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.operation.OperationController;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.platform.ResetController;
import io.lakeswarm.reconciler.service.ServiceController;
import io.lakeswarm.reconciler.spark.SparkController;
import io.lakeswarm.reconciler.spark.SparkMasterClient;
import io.lakeswarm.reconciler.spark.WorkerActions;
import io.lakeswarm.reconciler.spark.WorkerReader;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.DrainStore;
import io.lakeswarm.reconciler.store.History;
import io.lakeswarm.reconciler.store.LastPasses;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.Origin;
import io.lakeswarm.reconciler.store.RecordJson;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.store.StepLog;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmEvents;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The reconciler's own objects, freshly made: what is left after a kill is only what Swarm holds.
 */
public final class Incarnation {
  final SwarmConfigs configs;
  final RevisionStore revisions;
  final DesiredSource source;
  final StatusStore status;
  final History history;
  final OperationStore operations;

  /** The one that the loops of this incarnation pass over. */
  public final SparkController spark;

  final RestartWatch watch;
  final SwarmEvents events;
  final PassListener listener;
  final Clock clock;
  final LakeswarmSettings settings;

  /** Every series that the controllers write. */
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  final SwarmClient client;
  final SwarmReader reader;
  private final StepLog steps = new StepLog();
  final LastPasses passes = new LastPasses();
  private final Reconciler<ObservedSpark> reconciler;

  /** Connects to nobody yet. */
  public Incarnation(LakeswarmSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    ObjectMapper json = RecordJson.into(new ObjectMapper());
    DockerTransport transport = new DockerTransport(settings, new SecretFiles(settings));
    client = new SwarmClient(transport, json, settings, clock);
    reader = new SwarmReader(client);
    configs = new SwarmConfigs(client, json);
    revisions = new RevisionStore(configs, json);
    source = new DesiredSource(revisions, settings, clock);
    history = new History(json, clock);
    status = new StatusStore(configs, json, history, clock);
    operations = new OperationStore(configs, json);
    events = new SwarmEvents(transport, json, settings);
    Meters meters = new Meters(registry, status, events);
    meters.register(List.of("spark-workers"), List.of("unchanged"));
    listener = new PassListener(meters, status, steps, passes, clock);
    DrainStore drains = new DrainStore(configs, json, clock);
    SparkMasterClient spark =
        new SparkMasterClient(json, settings, new SecretFiles(settings), clock);
    this.spark =
        new SparkController(
            new WorkerReader(reader, drains, clock),
            spark,
            new WorkerActions(client, spark, drains, meters, clock),
            meters);
    watch = new RestartWatch(reader, history, meters, clock);
    reconciler = new Reconciler<>(this.spark, source, status, watch, clock);
  }

  /** Every controller of the application. */
  public List<Controller<?>> controllers() {
    SecretFiles secrets = new SecretFiles(settings);
    ResetFacts facts = new ResetFacts(status);
    PlatformController platform = new PlatformController(reader, facts);
    return List.of(
        new CatalogController(settings, new LakeObjects(settings, secrets, clock), facts, clock),
        DremioWorld.seenBy(settings, status, facts, platform, reader, clock),
        new MinioController(settings, secrets, facts, platform, clock),
        new NessieController(settings, facts, platform, clock),
        new OperationController(operations, spark, steps, passes, clock),
        new ResetController(settings, facts),
        platform,
        new ServiceController(reader, new BaselineStore(configs), client, clock),
        spark);
  }

  /** One pass; the writes as text, with their outcome. */
  public List<String> pass() {
    List<String> writes = new ArrayList<>();
    reconciler.reconcile(
        Trigger.of(Trigger.Kind.RESYNC),
        write -> writes.add(write.step() + ": " + write.outcome()));
    return writes;
  }

  /** The history, with what the store had of it. */
  List<PassRecord> history() {
    status.fact("any");
    return history.all();
  }

  /** Tasks that ended, by what the plans had said. */
  double restarts(String predicted) {
    return registry.get("lakeswarm.restarts").tag("predicted", predicted).counter().count();
  }

  /** Observes, lets {@code between} happen, and only then applies. */
  List<StepResult> passWith(Runnable between) {
    var desired = source.current().state();
    var plan = spark.plan(desired, spark.observe(desired));
    between.run();
    return plan.steps().stream().map(spark::attempt).toList();
  }

  /**
   * What {@code PUT /desired-state} does: a new revision, unless the newest one says the same
   * already.
   */
  public void revise(UnaryOperator<JsonNode> change) {
    var current = source.current();
    JsonNode next = change.apply(current.document().deepCopy());
    if (!next.equals(current.document())) {
      Origin origin = new Origin("api", "operator", "test", clock.instant(), "");
      revisions.append(current.number(), next, origin);
    }
  }

  /** What {@code PUT /spark/workers} promises beside its revision. */
  public void promise(int from, int to) {
    operations.begin(new Operation.ScaleWorkers(from, to), "test", clock.instant());
  }

  /** Ends the threads of its calls. */
  public void close() {
    client.close();
  }

  /** The document of an earlier revision. */
  public JsonNode document(int number) {
    return configs.all("desired").stream()
        .filter(config -> config.number() == number)
        .findFirst()
        .orElseThrow()
        .data()
        .path("document");
  }
}
