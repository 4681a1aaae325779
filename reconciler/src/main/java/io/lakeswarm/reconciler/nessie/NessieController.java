package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.NessiePlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.NessieConditions;
import io.lakeswarm.reconciler.status.StepResult;
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

  /** Talks to the configured server. */
  @Inject
  public NessieController(LakeswarmSettings settings, Clock clock) {
    this(settings.nessie().url(), clock);
  }

  NessieController(URI server, Clock clock) {
    this.catalog = new NessieCatalog(server);
    this.gate = new NessieGate(server.getAuthority(), clock);
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
    return gate.pass(
        () ->
            catalog.observe(
                desired.nessie().branches(),
                NessiePlanner.withParents(desired.nessie().namespaces())));
  }

  @Override
  public Plan plan(DesiredState desired, ObservedNessie observed) {
    return NessiePlanner.plan(desired.nessie(), observed);
  }

  @Override
  public StepResult apply(Step step) {
    try {
      if (step.action() instanceof NessieAction.CreateBranch branch) {
        catalog.createBranch(branch.name(), branch.source());
      } else if (step.action() instanceof NessieAction.CreateNamespace namespace) {
        catalog.createNamespace(namespace.branch(), namespace.name());
      } else {
        throw new IllegalArgumentException("Unknown action " + step.action().verb());
      }
      return StepResult.applied(step);
    } catch (NessieReferenceConflictException e) {
      return StepResult.refused(step, e.getMessage());
    } catch (BaseNessieClientServerException
        | HttpClientException
        | NessieServiceException
        | NessieRuntimeException e) {
      String what = step.action().verb() + " " + step.action().target();
      return StepResult.failed(step, gate.trouble(what, e));
    }
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedNessie observed, ApplyReport report, Instant now) {
    return List.of(NessieConditions.bootstrap(plan(desired, observed), report, now));
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
