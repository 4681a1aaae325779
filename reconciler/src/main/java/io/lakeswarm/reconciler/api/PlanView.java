package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Plans all controllers for a desired state from a fresh read, and applies nothing. */
@ApplicationScoped
class PlanView {
  private static final Logger LOG = Logger.getLogger(PlanView.class);

  private final ReconcileLoops loops;

  PlanView(ReconcileLoops loops) {
    this.loops = loops;
  }

  /** One step or note; a note has neither version nor restarts. */
  record Item(
      String action,
      String target,
      String detail,
      String cause,
      String version,
      List<String> predictedRestarts) {

    static Item of(Step step) {
      return new Item(
          step.action().verb(),
          step.action().target(),
          step.action().detail(),
          step.cause(),
          step.version(),
          step.predictedRestarts());
    }

    static Item of(PlanNote note) {
      return new Item(note.action(), note.target(), note.detail(), note.cause(), "", List.of());
    }
  }

  /**
   * Returns the plan, empty when converged; a part that cannot be read is a waiting step with its
   * cause.
   */
  List<Item> of(DesiredState desired) {
    return of(desired, loops.controllers());
  }

  static List<Item> of(DesiredState desired, List<Controller<?>> controllers) {
    return controllers.stream()
        .filter(controller -> !controller.isBookkeeping())
        .flatMap(controller -> items(controller, desired))
        .toList();
  }

  private static <O> Stream<Item> items(Controller<O> controller, DesiredState desired) {
    try {
      O observed = controller.observe(desired);
      return Stream.concat(
          controller.plan(desired, observed).steps().stream().map(Item::of),
          controller.notes(desired, observed).stream().map(Item::of));
    } catch (ReconcileException e) {
      return Stream.of(Item.of(PlanNote.waiting(controller.name(), "", e.getMessage())));
    } catch (RuntimeException | Error bug) { // The other controllers' part is still right.
      ReconcileException e = new ReconcileException.BrokeOff("plan " + controller.name(), bug);
      LOG.error(e.getMessage(), e);
      return Stream.of(Item.of(PlanNote.waiting(controller.name(), "", e.getMessage())));
    }
  }
}
