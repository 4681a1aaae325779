package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.managed.ManagedServer;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.MinioAction;
import io.lakeswarm.reconciler.plan.MinioPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.probe.NodeOf;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import io.lakeswarm.reconciler.probe.ProofCache;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.MinioConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Reconciles the object store's buckets, policies, users and keys, and reports lost data. */
@Singleton
public class MinioController extends ManagedServer<ObservedMinio> {
  private final MinioAccess access;
  private final MinioObserver observer;
  private final MinioWriter writer;
  private final ProofCache proofs;

  /** Connects to the configured server. */
  @Inject
  public MinioController(
      LakeswarmSettings settings,
      SecretFiles secrets,
      ResetFacts facts,
      PlatformController platform,
      Clock clock) {
    this(
        new MinioAccess(
            new MinioClient(settings.minio().url(), settings.minio().deadline(), clock),
            secrets::read),
        settings.policies().dir(),
        facts,
        platform,
        clock);
  }

  MinioController(MinioAccess access, Path policies, ResetFacts facts, NodeOf nodes, Clock clock) {
    this(access, policies, new StorageFacts(Component.MINIO, facts, nodes, clock), clock);
  }

  private MinioController(MinioAccess access, Path policies, StorageFacts storage, Clock clock) {
    super(storage, ServerGate.required(new ProbeInterval(clock), new MinioFailures(access)));
    this.access = access;
    this.proofs = new ProofCache();
    this.observer = new MinioObserver(access, new PolicyFiles(policies), storage, proofs);
    this.writer = new MinioWriter(access, proofs);
  }

  @Override
  protected ObservedMinio look(DesiredState desired) {
    if (!access.client().clusterHealthy()) {
      throw new ServerFailure(
          ServerFailure.Kind.STARTING,
          "Cannot use MinIO: it runs, but its storage or its users are not loaded. If it stays so,"
              + " restart the service minio.");
    }
    return observer.observe(desired.minio());
  }

  @Override
  public Plan plan(DesiredState desired, ObservedMinio observed) {
    return MinioPlanner.plan(desired.minio(), observed);
  }

  @Override
  protected void write(Action action) {
    ((MinioAction) action).accept(writer);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedMinio observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(MinioConditions.bootstrap(plan, report, now));
  }

  @Override
  public void recheck() {
    proofs.clear();
    super.recheck();
  }
}
