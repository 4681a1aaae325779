package io.lakeswarm.reconciler.faults;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Incarnation;
import io.lakeswarm.reconciler.loop.VirtualLoops;
import io.lakeswarm.reconciler.store.StaleRevision;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs the reconciler in a world, one thing after the other in virtual time: its passes, the tasks
 * of Swarm, what people do. A dead incarnation is followed by a new one at once; beside a paused
 * one a second one works.
 */
final class Driver implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Longer than from one resync to the next, so that each controller has looked once more. */
  private static final Duration QUIET = Duration.ofSeconds(16);

  private static final Duration QUIET_BEFORE = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int PASSES = 3000;

  private final World world;
  private final Script script;
  private final Duration deadline;
  private final List<Front> fronts = new ArrayList<>();
  private final Deque<Consumer<Incarnation>> requests = new ArrayDeque<>();
  private final PriorityQueue<Edit> edits = new PriorityQueue<>((a, b) -> a.at().compareTo(b.at()));
  private final List<VirtualLoops> all = new ArrayList<>();
  private VirtualLoops loops;
  private Front front;
  private Instant nextTick;
  private Instant nextRequest = Instant.MIN;
  private Instant quietSince;
  private int writesSeen;
  private long marker;
  private int passes;

  private record Edit(Instant at, Runnable edit) {}

  Driver(World world, Script script, Duration deadline) {
    this.world = world;
    this.script = script;
    this.deadline = deadline;
    this.nextTick = now().plus(TICK);
    this.quietSince = now();
    start();
  }

  World world() {
    return world;
  }

  /** Cuts the event stream of the incarnation at work. */
  void cutEvents() {
    EventRelay stream = front.events();
    if (stream != null) {
      stream.cut();
    }
  }

  /** Somebody asks for something, again every ten seconds until it was accepted. */
  void request(Consumer<Incarnation> request) {
    requests.add(request);
  }

  /** Dremio comes up on an empty volume; before, neither service nor server was there. */
  void deployDremio() {
    script.arrived(Dialect.DREMIO);
    world.swarm.services.add("query_dremio");
  }

  /** Something is done by hand. */
  void later(Duration after, Runnable edit) {
    edits.add(new Edit(now().plus(after), edit));
  }

  private Instant now() {
    return world.time.world().instant();
  }

  private void start() {
    front = new Front(world.servers(), script);
    fronts.add(front);
    Map<Dialect, URI> seen = new EnumMap<>(Dialect.class);
    world.servers().keySet().forEach(dialect -> seen.put(dialect, front.url(dialect)));
    Incarnation next = new Incarnation(world.settings(seen, deadline), world.time.wallClock());
    loops = new VirtualLoops(next, world.time);
    all.add(loops);
    loops.awaitStream();
  }

  /** Goes on until nothing happens any more; false when it still does after {@code limit}. */
  boolean settle(Duration limit) {
    return settle(limit, QUIET);
  }

  /** The same with less certainty, before the workload begins. */
  boolean prepare(Duration limit) {
    return settle(limit, QUIET_BEFORE);
  }

  private boolean settle(Duration limit, Duration quiet) {
    Instant end = now().plus(limit);
    quietSince = now();
    while (now().isBefore(end) && passes < PASSES) {
      step();
      boolean idle =
          requests.isEmpty() && edits.isEmpty() && script.healsAt().isEmpty() && loops.isSettled();
      if (idle && !now().isBefore(quietSince.plus(quiet)) && !world.dremio.isBehind()) {
        return true;
      }
    }
    return false;
  }

  /** Passes of any incarnation that broke off. */
  List<String> bugs() {
    return all.stream().flatMap(side -> side.bugs().stream()).distinct().toList();
  }

  boolean isHot() {
    return passes >= PASSES;
  }

  private void step() {
    world.time.moveTo(next());
    if (script.healsAt().filter(at -> !now().isBefore(at)).isPresent()) {
      script.heal();
      quietSince = now();
      world.time.wallClockError(Duration.ZERO);
    } else if (!edits.isEmpty() && !now().isBefore(edits.peek().at())) {
      edits.poll().edit().run();
    } else if (!requests.isEmpty() && !now().isBefore(nextRequest)) {
      guarded(this::ask);
    } else if (!now().isBefore(nextTick)) {
      world.swarm.advance();
      nextTick = now().plus(TICK);
      return;
    } else {
      passes++;
      guarded(loops::runOne);
    }
    afterwards();
  }

  private Instant next() {
    Instant next = loops.due().isBefore(nextTick) ? loops.due() : nextTick;
    if (!edits.isEmpty() && edits.peek().at().isBefore(next)) {
      next = edits.peek().at();
    }
    return script.healsAt().filter(next::isAfter).orElse(next);
  }

  private void afterwards() {
    if (front.isDead()) {
      loops.close();
      start();
    }
    EventRelay stream = front.events();
    if (stream != null && stream.isOpen()) {
      world.swarm.event("marker-" + ++marker, "");
      loops.hearUpTo("marker-" + marker);
    } else {
      loops.hear();
    }
    if (script.attempts() != writesSeen) {
      writesSeen = script.attempts();
      quietSince = now();
    }
  }

  private void ask() {
    try {
      requests.peek().accept(loops.incarnation());
      requests.poll();
      loops.wakeAll();
    } catch (ReconcileException
        | DockerRefusal
        | StaleRevision
        | NoSuchElementException notAccepted) {
      script.note("asked in vain: " + notAccepted.getMessage());
      nextRequest = now().plus(RETRY);
    }
  }

  /** Runs {@code work}; when it is paused, another incarnation takes over until all is quiet. */
  private void guarded(Runnable work) {
    if (!script.pauses()) {
      work.run();
      return;
    }
    CompletableFuture<Void> running = CompletableFuture.runAsync(work);
    while (!running.isDone() && !script.isHeld()) {
      try {
        running.get(1, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    if (!running.isDone()) {
      takeOver(running);
    }
  }

  private void takeOver(CompletableFuture<Void> paused) {
    VirtualLoops first = loops;
    Front firstFront = front;
    start();
    script.endPauses();
    settle(Duration.ofMinutes(3));
    script.release();
    paused.join();
    VirtualLoops second = loops;
    Front secondFront = front;
    loops = first;
    front = firstFront;
    settle(Duration.ofMinutes(3));
    first.close();
    loops = second;
    front = secondFront;
  }

  @Override
  public void close() {
    loops.close();
    fronts.forEach(Front::close);
  }
}
