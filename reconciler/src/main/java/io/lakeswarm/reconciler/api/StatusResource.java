package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.StatusDocument;
import io.lakeswarm.reconciler.store.StatusStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Returns the platform's status and its plan. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private final StatusStore status;
  private final DesiredWriter writer;
  private final PlatformController platform;
  private final PlanView plans;
  private final OperationStore operations;
  private final LakeswarmSettings settings;

  record View(
      boolean ready,
      int revision,
      String version,
      List<ConditionView> conditions,
      List<Record> resources) {}

  /** One condition, with the meaning of its status for a person. */
  record ConditionView(
      ConditionType type,
      ConditionStatus status,
      String health,
      String reason,
      String message,
      Instant lastTransitionTime,
      int observedRevision) {
    static ConditionView of(Condition condition) {
      return new ConditionView(
          condition.type(),
          condition.status(),
          condition.health().text(),
          condition.reason(),
          condition.message(),
          condition.lastTransitionTime(),
          condition.observedRevision());
    }
  }

  /** Answers from the stores and a fresh read. */
  public StatusResource(
      StatusStore status,
      DesiredWriter writer,
      PlatformController platform,
      PlanView plans,
      OperationStore operations,
      LakeswarmSettings settings) {
    this.status = status;
    this.writer = writer;
    this.platform = platform;
    this.plans = plans;
    this.operations = operations;
    this.settings = settings;
  }

  /**
   * Returns the status, always; while Swarm cannot be read, services and nodes are those of the
   * last read.
   */
  @GET
  @Path("/status")
  public View status() {
    ObservedPlatform seen = look();
    Map<ConditionType, Condition> conditions = status.conditions();
    Condition ready = conditions.get(ConditionType.READY);
    return new View(
        ready != null && ready.status() == ConditionStatus.TRUE,
        ready == null ? 0 : ready.observedRevision(),
        settings.version(),
        StatusDocument.ordered(conditions.values()).stream().map(ConditionView::of).toList(),
        ResourcesView.of(seen, running()));
  }

  private ObservedPlatform look() {
    try {
      return platform.look();
    } catch (RuntimeException reported) {
      return platform.lastSeen(); // The condition SwarmReachable in the same answer has the cause.
    }
  }

  private List<Operation> running() {
    try {
      return operations.all().stream().filter(o -> o.state() == Operation.State.RUNNING).toList();
    } catch (RuntimeException reported) {
      return List.of(); // As above.
    }
  }

  /** Returns the steps to take; empty when converged. */
  @GET
  @Path("/plan")
  public List<PlanView.Item> plan() {
    return plans.of(writer.current().state());
  }
}
