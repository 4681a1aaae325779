package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmEvent;
import io.lakeswarm.reconciler.swarm.SwarmEvents;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Holds one loop for each controller; Swarm events, API calls and the clock wake them. */
@ApplicationScoped
public class ReconcileLoops {
  private static final Duration LONGEST_PASS = Duration.ofMinutes(5);

  private final List<ControllerLoop> loops;
  private final SwarmEvents events;
  private final SwarmConfigs configs;
  private final SwarmReader swarm;
  private final Meters meters;

  /** Creates the loops; they start with the application. */
  public ReconcileLoops(
      @Any Instance<Controller<?>> controllers,
      DesiredSource source,
      StatusStore status,
      PassListener listener,
      RestartWatch restarts,
      LakeswarmSettings settings,
      SwarmEvents events,
      SwarmConfigs configs,
      SwarmReader swarm,
      Meters meters,
      Clock clock) {
    this.loops =
        controllers.stream()
            .sorted(Comparator.comparing(Controller::name))
            .map(
                controller ->
                    new ControllerLoop(
                        controller,
                        new Reconciler<>(controller, source, status, restarts, clock),
                        new Backoff(settings.resync(), new Random()),
                        listener))
            .toList();
    this.events = events;
    this.configs = configs;
    this.swarm = swarm;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    Stream<PassResult.Outcome> outcomes = Arrays.stream(PassResult.Outcome.values());
    meters.register(
        controllers().stream().map(Controller::name).toList(),
        outcomes.map(PassResult.Outcome::text).toList());
    loops.forEach(ControllerLoop::start);
    events.start(this::onEvent, this::resync);
  }

  void stop(@Observes ShutdownEvent event) {
    events.stop();
    loops.forEach(ControllerLoop::stop);
  }

  /** Wakes every loop; this is the guarantee behind the events. */
  @Scheduled(every = "${lakeswarm.resync:15s}", delayed = "${lakeswarm.resync:15s}")
  void resync() {
    wakeAll(Trigger.Kind.RESYNC);
  }

  /** Invalidates the caches and requests a pass of every controller. */
  public void wakeAll(Trigger.Kind kind) {
    configs.invalidate();
    swarm.invalidateNodes();
    loops.forEach(loop -> loop.wake(Trigger.of(kind)));
  }

  /**
   * Makes the next pass of this controller verify again what was verified before; starts no pass.
   */
  public void recheck(String controller) {
    loops.stream()
        .filter(loop -> loop.controller().name().equals(controller))
        .forEach(ControllerLoop::recheck);
  }

  /** Returns the controllers, by name. */
  public List<Controller<?>> controllers() {
    return loops.stream().<Controller<?>>map(ControllerLoop::controller).toList();
  }

  /** Returns the names of the loops whose thread ended or hangs. */
  public List<String> deadLoops() {
    return loops.stream()
        .filter(loop -> !loop.isAlive(LONGEST_PASS))
        .map(loop -> loop.controller().name())
        .toList();
  }

  private void onEvent(SwarmEvent event) {
    if (event.isOfMemory()) {
      configs.invalidate();
    }
    if ("node".equals(event.type())) {
      swarm.invalidateNodes();
    }
    Trigger trigger = new Trigger(Trigger.Kind.EVENT, event.seenNanos());
    loops.stream()
        .filter(loop -> loop.controller().wakesOn(event.type(), event.service()))
        .forEach(loop -> loop.wake(trigger));
  }
}
