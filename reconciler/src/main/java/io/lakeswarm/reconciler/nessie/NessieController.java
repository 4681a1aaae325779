package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.NessiePlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.NodeOf;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.NessieConditions;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieReferenceConflictException;
import org.projectnessie.error.NessieRuntimeException;

/** Keeps the catalog's branches and namespaces; it adds what is missing and removes nothing. */
@ApplicationScoped
public class NessieController implements Controller<ObservedNessie> {
  private final NessieCatalog catalog;
  private final NessieGate gate;
  private final NessieObserver observer;
  private final ResetFacts facts;
  private final HeadLedger heads;
  private final Clock clock;

  /** Talks to the configured server. */
  @Inject
  public NessieController(
      LakeswarmSettings settings, ResetFacts facts, PlatformController platform, Clock clock) {
    this(settings.nessie().url(), facts, platform, clock);
  }

  NessieController(URI server, ResetFacts facts, NodeOf nodes, Clock clock) {
    this.catalog = new NessieCatalog(server);
    this.gate = new NessieGate(server.getAuthority(), clock);
    this.heads = new HeadLedger(clock);
    this.observer = new NessieObserver(catalog, facts, heads, nodes);
    this.facts = facts;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "nessie";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.NESSIE_BOOTSTRAP;
  }

  @Override
  public ObservedNessie observe(DesiredState desired) {
    return gate.pass(() -> observer.observe(desired.nessie()));
  }

  @Override
  public Plan plan(DesiredState desired, ObservedNessie observed) {
    return NessiePlanner.plan(desired.nessie(), observed);
  }

  @Override
  public StepResult apply(Step step) {
    try {
      write(step.action());
      return StepResult.applied(step);
    } catch (ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    } catch (NessieReferenceConflictException e) {
      return StepResult.refused(step, e.getMessage());
    } catch (BaseNessieClientServerException
        | HttpClientException
        | NessieServiceException
        | NessieRuntimeException
        | UnreadableAnswer e) {
      String what = step.action().verb() + " " + step.action().target();
      return StepResult.failed(step, gate.trouble(what, e));
    }
  }

  private void write(Action action) throws BaseNessieClientServerException {
    if (action instanceof NessieAction.CreateBranch branch) {
      catalog.createBranch(branch.name(), branch.source());
      heads.changed();
    } else if (action instanceof NessieAction.CreateNamespace namespace) {
      catalog.createNamespace(namespace.branch(), namespace.name());
      heads.changed();
    } else if (action instanceof ResetAction remember) {
      facts.write(remember, clock.instant());
      if (remember instanceof ResetAction.Remember proven) {
        heads.stored(proven.identity());
      }
    } else {
      throw new IllegalArgumentException("Unknown action " + action.verb());
    }
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedNessie observed, ApplyReport report, Instant now) {
    return List.of(NessieConditions.bootstrap(plan(desired, observed), report, now));
  }

  @Override
  public void forget() {
    gate.tryNow();
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && "nessie".equals(service);
  }

  @PreDestroy
  void close() {
    catalog.close();
  }
}
