package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Runs the passes of one controller on its own thread. Concurrent wake-ups cause one pass, and
 * passes never overlap.
 */
final class ControllerLoop {
  private static final Logger LOG = Logger.getLogger(ControllerLoop.class);
  private static final Duration AFTER_BUG = Duration.ofSeconds(5);
  private static final AtomicLong PASSES = new AtomicLong();

  private final Controller<?> controller;
  private final Reconciler<?> reconciler;
  private final Backoff backoff;
  private final PassListener listener;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition wakeUp = lock.newCondition();
  private Trigger pending = Trigger.of(Trigger.Kind.START);
  private boolean stopped;
  private volatile long busySinceNanos;
  private Set<String> differing = Set.of();

  ControllerLoop(
      Controller<?> controller, Reconciler<?> reconciler, Backoff backoff, PassListener listener) {
    this.controller = controller;
    this.reconciler = reconciler;
    this.backoff = backoff;
    this.listener = listener;
    this.thread = new Thread(this::run, "loop-" + controller.name());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Controller<?> controller() {
    return controller;
  }

  /** Requests a pass; a resync does not cut a backoff short, an event or an API call does. */
  void wake(Trigger trigger) {
    lock.lock();
    try {
      if (trigger.isUrgent() || !backoff.isHoldingBack()) {
        pending = pending == null ? trigger : pending.or(trigger);
        wakeUp.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next pass verify again what was verified before; starts no pass. */
  void recheck() {
    reconciler.recheck();
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      wakeUp.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns true while the thread lives and its pass, if one runs, has not been running for too
   * long.
   */
  boolean isAlive(Duration longestPass) {
    long since = busySinceNanos;
    return thread.isAlive() && (since == 0 || System.nanoTime() - since < longestPass.toNanos());
  }

  private void run() {
    Duration wait = Duration.ZERO;
    Trigger trigger = next(wait);
    while (trigger != null) {
      busySinceNanos = System.nanoTime();
      boolean refused = false;
      try {
        PassResult result = pass(trigger);
        refused = result.outcome() == PassResult.Outcome.REFUSED;
        wait = held(result);
      } catch (RuntimeException | Error bug) { // Not of the controller: its pass throws nothing.
        LOG.errorf(bug, "pass of %s broke off", controller.name());
        wait = AFTER_BUG;
      }
      busySinceNanos = 0;
      Trigger following = next(wait);
      // The trigger of a refused write is still unanswered.
      trigger = refused && following != null ? trigger.or(following) : following;
    }
  }

  private Duration held(PassResult result) {
    lock.lock();
    try {
      return backoff.after(result);
    } finally {
      lock.unlock();
    }
  }

  private PassResult pass(Trigger trigger) {
    String id =
        controller.name() + "#" + PASSES.incrementAndGet() + "(" + trigger.kind().text() + ")";
    Instant began = listener.now();
    Map<ConditionType, Condition> before = listener.before();
    long start = System.nanoTime();
    PassResult result =
        reconciler.reconcile(
            trigger, write -> listener.wrote(id, controller.name(), trigger, write));
    result.differing().stream()
        .filter(resource -> !differing.contains(resource))
        .forEach(listener::drifted);
    differing = result.differing();
    listener.looked(controller, began, result);
    listener.ended(
        id, controller.name(), result, Duration.ofNanos(System.nanoTime() - start), before);
    return result;
  }

  private Trigger next(Duration wait) {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (pending == null && !stopped && left > 0) {
        left = wakeUp.awaitNanos(left);
      }
      Trigger trigger = pending == null ? Trigger.of(Trigger.Kind.REQUEUE) : pending;
      pending = null;
      return stopped ? null : trigger;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }
}
