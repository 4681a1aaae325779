package io.lakeswarm.reconciler.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Many runs, in an order that a seed gives, for as long as there is time. */
final class Campaign {
  private final Map<Workload, Oracle> oracles = new EnumMap<>(Workload.class);
  private final Map<Workload, Map<String, Cell>> cells = new EnumMap<>(Workload.class);
  private final Map<String, List<Trial>> flaws = new TreeMap<>();
  private final List<Logger> silenced = new ArrayList<>();
  private final Consumer<String> progress;
  private final long begun = System.nanoTime();
  private int tried;
  private int survived;

  /** What became of the points of one workload and one column. */
  record Cell(int survived, int tried) {
    Cell and(boolean alive) {
      return new Cell(survived + (alive ? 1 : 0), tried + 1);
    }
  }

  /** One fault at one write of one workload. */
  record Trial(Workload workload, FaultClass fault, int point) {
    /** True for the flaws that docs/faults.md explains. */
    boolean explains(String flaw) {
      boolean startedUnseen = workload == Workload.FOREIGN && fault == FaultClass.STALE_TASKS;
      boolean sentUnseen = workload.hasDremio() && fault == FaultClass.STALE_RESTART;
      return startedUnseen && flaw.startsWith("workers removed while they ran")
          || sentUnseen && flaw.startsWith("PUT /api/v3/catalog")
          || fault == FaultClass.YEAR_BEHIND
              && flaw.startsWith("condition VolumeReset is False ResetLongAgo");
    }
  }

  Campaign(Consumer<String> progress) {
    this.progress = progress;
    for (String name : List.of("io.lakeswarm", "lakeswarm.audit")) {
      Logger logger = Logger.getLogger(name); // Thousands of faults are thousands of warnings.
      logger.setLevel(Level.OFF);
      silenced.add(logger);
    }
  }

  /** Every fault at every write of these workloads, shuffled by {@code seed}. */
  List<Trial> trials(long seed, List<Workload> workloads) {
    List<Trial> all = new ArrayList<>();
    for (Workload workload : workloads) {
      Oracle oracle = oracles.computeIfAbsent(workload, Oracle::new);
      progress.accept(workload.text() + ": " + oracle.points() + " writes");
      for (int point = 1; point <= oracle.points(); point++) {
        for (FaultClass fault : FaultClass.values()) {
          if (fault != FaultClass.DREMIO_WIPED || workload.hasDremio()) {
            all.add(new Trial(workload, fault, point));
          }
        }
      }
    }
    Collections.shuffle(all, new Random(seed));
    return all;
  }

  /** These, one after the other. */
  void runThese(List<Trial> trials) {
    trials.forEach(
        trial -> {
          oracles.computeIfAbsent(trial.workload(), Oracle::new);
          run(trial);
        });
  }

  /** One trial of each class, then others, until {@code budget} is used up from the beginning. */
  void runSome(List<Trial> trials, Duration budget) {
    Set<FaultClass> open = EnumSet.allOf(FaultClass.class);
    List<Trial> first = new ArrayList<>();
    List<Trial> later = new ArrayList<>();
    for (Trial trial : trials) {
      (open.remove(trial.fault()) ? first : later).add(trial);
    }
    first.addAll(later);
    runUntil(new ArrayDeque<>(first)::poll, first.size(), begun + budget.toNanos());
  }

  /**
   * As many as the time allows, several at a time: each has a world of its own, and most of its
   * time it waits for its own servers.
   */
  void runAll(List<Trial> trials, Duration budget, int threads) {
    long end = System.nanoTime() + budget.toNanos();
    Queue<Trial> left = new ConcurrentLinkedQueue<>(trials);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(workers.submit(() -> runUntil(left::poll, trials.size(), end)));
    }
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a trial broke off", e);
    } finally {
      workers.shutdownNow();
    }
  }

  private void runUntil(Supplier<Trial> next, int all, long end) {
    Trial trial = next.get();
    while (trial != null && System.nanoTime() <= end) {
      if (run(trial) && tried() % 100 == 0) {
        progress.accept("%d of %d tried, %d survived".formatted(tried(), all, survived()));
      }
      trial = next.get();
    }
  }

  /** False when this run took another way and had no such write. */
  private boolean run(Trial trial) {
    try {
      Run.Outcome outcome = Run.with(trial.workload(), trial.fault(), trial.point());
      if (outcome.fired()) {
        note(trial, oracles.get(trial.workload()).flaws(trial.fault(), outcome));
      }
      return outcome.fired();
    } catch (RuntimeException | AssertionError e) {
      note(trial, List.of("broke off: " + e.getMessage())); // The others are tried all the same.
      return true;
    }
  }

  private synchronized void note(Trial trial, List<String> wrong) {
    tried++;
    survived += wrong.isEmpty() ? 1 : 0;
    cells
        .computeIfAbsent(trial.workload(), w -> new TreeMap<>())
        .merge(
            trial.fault().group(),
            new Cell(wrong.isEmpty() ? 1 : 0, 1),
            (cell, one) -> cell.and(wrong.isEmpty()));
    wrong.forEach(flaw -> flaws.computeIfAbsent(flaw, f -> new ArrayList<>()).add(trial));
    if (!wrong.isEmpty()) {
      progress.accept("NOT SURVIVED " + trial + ": " + wrong);
    }
  }

  synchronized int tried() {
    return tried;
  }

  synchronized int survived() {
    return survived;
  }

  /** What went wrong and is not explained. */
  List<String> unexplained() {
    return flaws.entrySet().stream()
        .filter(flaw -> !flaw.getValue().stream().allMatch(it -> it.explains(flaw.getKey())))
        .map(flaw -> flaw.getKey() + ": " + flaw.getValue())
        .toList();
  }

  /** What went wrong, with the trials in which it did. */
  Map<String, List<Trial>> flaws() {
    return flaws;
  }

  /** The number of writes of a workload. */
  int points(Workload workload) {
    return oracles.get(workload).points();
  }

  Cell cell(Workload workload, String group) {
    return cells.getOrDefault(workload, Map.of()).getOrDefault(group, new Cell(0, 0));
  }

  /** The columns. */
  static List<String> groups() {
    return Arrays.stream(FaultClass.values()).map(FaultClass::group).distinct().toList();
  }
}
