package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.swarm.SwarmEvent;
import io.lakeswarm.reconciler.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The loops of one incarnation in virtual time and in one thread: real passes, real back-off, real
 * event stream, and the rules of {@link ControllerLoop} for what wakes whom and when.
 */
public final class VirtualLoops implements AutoCloseable {
  private static final String OPENED = "opened";
  private static final Duration AFTER_BUG = Duration.ofSeconds(5);
  private static final Duration SLOW_EVENT = Duration.ofSeconds(2);

  private final Incarnation incarnation;
  private final VirtualTime time;
  private final List<Lane> lanes;
  private final Duration resync;
  private final BlockingQueue<SwarmEvent> events = new LinkedBlockingQueue<>();
  private final List<String> bugs = new ArrayList<>();
  private Instant nextResync;

  /** What one controller's thread keeps. */
  private final class Lane {
    private final Controller<?> controller;
    private final Reconciler<?> reconciler;
    private final Backoff backoff;
    private Instant due = time.world().instant();
    private boolean settled;

    Lane(Controller<?> controller) {
      this.controller = controller;
      this.reconciler =
          new Reconciler<>(
              controller,
              incarnation.source,
              incarnation.status,
              incarnation.watch,
              incarnation.clock);
      this.backoff = new Backoff(resync, new Random(1));
    }

    void wake(Trigger.Kind kind) {
      if (Trigger.of(kind).isUrgent() || !backoff.isHoldingBack()) {
        due = time.world().instant();
      }
    }

    void pass() {
      try {
        reconcile();
      } catch (RuntimeException bug) {
        bugs.add(controller.name() + ": " + bug);
        settled = false;
        due = time.world().instant().plus(AFTER_BUG);
      }
    }

    private void reconcile() {
      Trigger trigger = Trigger.of(Trigger.Kind.REQUEUE);
      String name = controller.name();
      Instant began = incarnation.listener.now();
      PassResult result =
          reconciler.reconcile(
              trigger, write -> incarnation.listener.wrote(name, name, trigger, write));
      incarnation.listener.looked(controller, began, result);
      result
          .failure()
          .filter(ReconcileException.BrokeOff.class::isInstance)
          .ifPresent(bug -> bugs.add(controller.name() + ": " + bug.getCause()));
      settled = result.outcome() == PassResult.Outcome.UNCHANGED;
      due = time.world().instant().plus(backoff.after(result));
    }
  }

  /** Opens the event stream; the first pass of each controller is due at once. */
  public VirtualLoops(Incarnation incarnation, VirtualTime time) {
    this.incarnation = incarnation;
    this.time = time;
    this.resync = incarnation.settings.resync();
    this.lanes = incarnation.controllers().stream().map(Lane::new).toList();
    this.nextResync = time.world().instant().plus(resync);
    incarnation.events.start(events::add, () -> events.add(new SwarmEvent(OPENED, "", 0)));
  }

  /** Waits until the event stream is open, or does not open. */
  public void awaitStream() {
    hearUpTo(OPENED);
  }

  /** When something is due. */
  public Instant due() {
    Instant lane = lanes.stream().map(l -> l.due).min(Comparator.naturalOrder()).orElseThrow();
    return lane.isBefore(nextResync) ? lane : nextResync;
  }

  /** Does one thing that is due now. */
  public void runOne() {
    Instant now = time.world().instant();
    if (!now.isBefore(nextResync)) {
      resync();
      return;
    }
    lanes.stream()
        .filter(lane -> !lane.due.isAfter(now))
        .min(Comparator.comparing((Lane lane) -> lane.due))
        .ifPresent(Lane::pass);
  }

  private void resync() {
    nextResync = time.world().instant().plus(resync);
    incarnation.configs.invalidate();
    lanes.forEach(lane -> lane.wake(Trigger.Kind.RESYNC));
  }

  /** What the API does after a request. */
  public void wakeAll() {
    lanes.forEach(lane -> lane.wake(Trigger.Kind.API));
  }

  /** True when the last pass of every controller found nothing to do. */
  public boolean isSettled() {
    return lanes.stream().allMatch(lane -> lane.settled);
  }

  /** Takes in every event that arrived. */
  public void hear() {
    for (SwarmEvent event = events.poll(); event != null; event = events.poll()) {
      hear(event);
    }
  }

  /** Waits for an event, but not for longer than {@code limit}. */
  public void hearFor(Duration limit) {
    try {
      SwarmEvent event = events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (event != null) {
        hear(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes in every event before the marker; false when the marker did not come in time. */
  public boolean hearUpTo(String marker) {
    long deadline = System.nanoTime() + SLOW_EVENT.toNanos();
    try {
      SwarmEvent event = events.poll(SLOW_EVENT.toNanos(), TimeUnit.NANOSECONDS);
      while (event != null && !event.type().equals(marker)) {
        hear(event);
        event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return event != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void hear(SwarmEvent event) {
    if (event.type().equals(OPENED)) {
      resync();
      return;
    }
    if (event.isOfMemory()) {
      incarnation.configs.invalidate();
    }
    lanes.stream()
        .filter(lane -> lane.controller.wakesOn(event.type(), event.service()))
        .forEach(lane -> lane.wake(Trigger.Kind.EVENT));
  }

  /** Passes that broke off with something else than a result. */
  public List<String> bugs() {
    return List.copyOf(bugs);
  }

  /** The incarnation behind the loops. */
  public Incarnation incarnation() {
    return incarnation;
  }

  /** Ends what would otherwise outlive the incarnation. */
  @Override
  public void close() {
    incarnation.events.stop();
    incarnation.close();
  }
}
