package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.loop.Incarnation;
import io.lakeswarm.reconciler.loop.VirtualLoops;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reconciler in front of a real engine, in real time. */
final class EngineDriver implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Duration STEP = Duration.ofMillis(20);

  private final World world;
  private final Engine engine;
  private final Script script;
  private final Map<Dialect, URI> servers = new EnumMap<>(Dialect.class);
  private final List<Front> fronts = new ArrayList<>();
  private final Set<String> seenRunning = new HashSet<>();
  private final EngineMaster master;
  private final List<String> ended = new ArrayList<>();
  private VirtualLoops loops;
  private Front front;

  EngineDriver(World world, Engine engine, EngineMaster master, Script script) {
    this.world = world;
    this.engine = engine;
    this.master = master;
    this.script = script;
    servers.putAll(world.servers());
    servers.put(Dialect.DOCKER, engine.url());
    servers.put(Dialect.SPARK, master.url());
    start();
  }

  private void start() {
    front = new Front(servers, script);
    fronts.add(front);
    Map<Dialect, URI> seen = new EnumMap<>(Dialect.class);
    servers.keySet().forEach(dialect -> seen.put(dialect, front.url(dialect)));
    loops =
        new VirtualLoops(
            new Incarnation(world.settings(seen, DEADLINE), world.time.wallClock()), world.time);
    loops.awaitStream();
  }

  /** The incarnation at work, for requests. */
  Incarnation incarnation() {
    return loops.incarnation();
  }

  void cutEvents() {
    front.events().cut();
  }

  /** Goes on until {@code workers} run and nothing happens; false when that takes too long. */
  boolean settle(int workers, Duration limit) {
    Instant end = Instant.now().plus(limit);
    Instant quietSince = Instant.now();
    int attempts = script.attempts();
    while (Instant.now().isBefore(end)) {
      world.time.moveTo(Instant.now());
      script.healsAt().filter(at -> !Instant.now().isBefore(at)).ifPresent(at -> script.heal());
      if (front.isDead()) {
        loops.close();
        start();
      }
      if (loops.due().isAfter(world.time.world().instant())) {
        loops.hearFor(STEP);
      } else {
        loops.runOne();
        look();
      }
      boolean there = loops.isSettled() && engine.replicas() == workers;
      if (!there || engine.running().size() != workers || script.attempts() != attempts) {
        attempts = script.attempts();
        quietSince = Instant.now();
      }
      if (Instant.now().isAfter(quietSince.plus(QUIET))) {
        return true;
      }
    }
    return false;
  }

  /** Who ran, was not told to end, and runs no more was ended by somebody. */
  private void look() {
    Set<String> running = new HashSet<>();
    for (JsonNode task : engine.running()) {
      running.add(task.path("ID").asText());
    }
    seenRunning.stream()
        .filter(task -> !running.contains(task) && !master.told().contains(task))
        .forEach(ended::add);
    seenRunning.clear();
    seenRunning.addAll(running);
  }

  /** What is ended by hand from here on is not the reconciler's doing. */
  void byHand(Runnable edit) {
    edit.run();
    seenRunning.clear();
  }

  /** Tasks that ended although they ran and nobody drained them. */
  List<String> ended() {
    return ended;
  }

  @Override
  public void close() {
    loops.close();
    fronts.forEach(Front::close);
  }
}
