package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.Step;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** What all controllers would do for a desired state, from a fresh look; nothing is done. */
@ApplicationScoped
class PlanView {
  private static final Logger LOG = Logger.getLogger(PlanView.class);

  private final ReconcileLoops loops;
  private final ObjectMapper json;

  PlanView(ReconcileLoops loops, ObjectMapper json) {
    this.loops = loops;
    this.json = json;
  }

  /** Empty when converged; a part that cannot be read is a step that waits, with its cause. */
  ArrayNode of(DesiredState desired) {
    ArrayNode steps = json.createArrayNode();
    for (Controller<?> controller : loops.controllers()) {
      if (!controller.isBookkeeping()) {
        add(steps, controller, desired);
      }
    }
    return steps;
  }

  private <O> void add(ArrayNode steps, Controller<O> controller, DesiredState desired) {
    try {
      O observed = controller.observe(desired);
      for (Step step : controller.plan(desired, observed).steps()) {
        ObjectNode item = steps.addObject().put("action", step.action().verb());
        item.put("target", step.action().target()).put("detail", step.action().detail());
        item.put("cause", step.cause()).put("version", step.version());
        step.predictedRestarts().forEach(item.putArray("predictedRestarts")::add);
      }
      controller.notes(desired, observed).forEach(note -> add(steps, note));
    } catch (ReconcileException e) {
      add(steps, PlanNote.waiting(controller.name(), "", e.getMessage()));
    } catch (RuntimeException | Error bug) { // The other controllers' part is still right.
      ReconcileException e = new ReconcileException.BrokeOff("plan " + controller.name(), bug);
      LOG.error(e.getMessage(), e);
      add(steps, PlanNote.waiting(controller.name(), "", e.getMessage()));
    }
  }

  private static void add(ArrayNode steps, PlanNote note) {
    ObjectNode item = steps.addObject().put("action", note.action()).put("target", note.target());
    item.put("detail", note.detail()).put("cause", note.cause());
    item.put("version", "").putArray("predictedRestarts");
  }
}
