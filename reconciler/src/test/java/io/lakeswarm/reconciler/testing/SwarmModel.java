package io.lakeswarm.reconciler.testing;

import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A replicated service with restart condition on-failure as Swarm runs it, and the Spark master
 * beside it, without any network. Versions are enforced; which of several equal slots is removed is
 * left to chance. It is written from Swarm's rules, not from the planner's.
 */
public final class SwarmModel {
  /** A task that can be driven. */
  public static final class Task {
    public final String id;
    public final int slot;
    public String node;
    public final String address;
    public TaskState state = TaskState.NEW;
    public boolean wanted = true;
    public int coresUsed;
    public boolean registered;
    public boolean decommissioned;
    private final long created;

    Task(String id, int slot, String node, String address, long created) {
      this.id = id;
      this.slot = slot;
      this.node = node;
      this.address = address;
      this.created = created;
    }

    /** True when ending it would end somebody's work. */
    public boolean isWorking() {
      return wanted && state.isLive() && coresUsed > 0;
    }
  }

  public final List<Task> tasks = new ArrayList<>();
  public final List<RecordedDrain> drains = new ArrayList<>();

  /** Tasks that were removed although their container ran. */
  public final List<String> removedRunning = new ArrayList<>();

  public boolean masterUp = true;
  public long version = 10;
  public int replicas;
  private final List<String> nodes;
  private final Random random;
  private long sequence;

  public SwarmModel(List<String> nodes, Random random) {
    this.nodes = nodes;
    this.random = random;
  }

  /** What a service update does; a wrong version is refused. */
  public void scale(long onVersion, int to) {
    if (onVersion != version) {
      throw new IllegalStateException("update out of sequence");
    }
    version++;
    replicas = to;
    orchestrate();
  }

  /** Brings the number of slots to the number of replicas. */
  public void orchestrate() {
    Map<Integer, List<Task>> slots = slots();
    while (slots.size() < replicas) {
      int slot = 1;
      while (slots.containsKey(slot)) {
        slot++;
      }
      slots.put(slot, new ArrayList<>(List.of(add(slot, leastLoaded()))));
    }
    if (slots.size() > replicas) {
      List<List<Task>> order = removalOrder(new ArrayList<>(slots.values()));
      order.subList(replicas, order.size()).forEach(slot -> slot.forEach(this::remove));
    }
  }

  /** A new task in {@code slot}. */
  public Task add(int slot, String node) {
    sequence++;
    int index = (int) sequence;
    Task task =
        new Task(
            "task%08d".formatted(index),
            slot,
            node,
            "10.9.%d.%d".formatted(index / 250, index % 250 + 1),
            sequence);
    tasks.add(task);
    return task;
  }

  private void remove(Task task) {
    if (task.wanted && task.state == TaskState.RUNNING) {
      removedRunning.add(task.id);
    }
    tasks.remove(task);
  }

  private String leastLoaded() {
    return nodes.stream()
        .min(
            Comparator.comparingLong(
                node -> tasks.stream().filter(t -> t.wanted && t.node.equals(node)).count()))
        .orElseThrow();
  }

  /** The slots Swarm counts: wanted tasks, or a last one that completed. */
  private Map<Integer, List<Task>> slots() {
    Map<Integer, List<Task>> all = new TreeMap<>();
    tasks.forEach(task -> all.computeIfAbsent(task.slot, n -> new ArrayList<>()).add(task));
    Map<Integer, List<Task>> counted = new TreeMap<>();
    all.forEach(
        (number, members) -> {
          List<Task> wanted = members.stream().filter(t -> t.wanted).toList();
          Task newest = Collections.max(members, Comparator.comparingLong(t -> t.created));
          if (!wanted.isEmpty()) {
            counted.put(number, new ArrayList<>(wanted));
          } else if (newest.state == TaskState.COMPLETE) {
            counted.put(number, new ArrayList<>(List.of(newest)));
          }
        });
    return counted;
  }

  private List<List<Task>> removalOrder(List<List<Task>> slots) {
    slots.sort(
        Comparator.<List<Task>, Boolean>comparing(slot -> !runs(slot))
            .thenComparing(slot -> slot.get(0).slot));
    Map<String, Integer> copies = new HashMap<>();
    Map<List<Task>, Integer> index = new java.util.IdentityHashMap<>();
    for (List<Task> slot : slots) {
      boolean counts = slot.size() == 1 && !slot.get(0).node.isEmpty();
      index.put(slot, counts ? copies.merge(slot.get(0).node, 1, Integer::sum) : 1_000_000);
    }
    List<List<Task>> shuffled = new ArrayList<>(slots);
    Collections.shuffle(shuffled, random);
    shuffled.sort(
        Comparator.<List<Task>>comparingInt(index::get).thenComparing(slot -> !runs(slot)));
    return shuffled;
  }

  private static boolean runs(List<Task> slot) {
    return slot.stream().anyMatch(task -> task.state == TaskState.RUNNING);
  }

  /** Time passes: containers start, workers register, drained ones end. */
  public void advance() {
    for (Task task : tasks) {
      if (task.wanted && task.state.compareTo(TaskState.RUNNING) < 0) {
        if (task.node.isEmpty()) {
          task.node = leastLoaded();
        }
        task.state = TaskState.RUNNING;
      }
      if (task.state == TaskState.RUNNING) {
        task.registered = true;
      }
      if (task.decommissioned && task.wanted) {
        task.coresUsed = 0;
        task.state = TaskState.COMPLETE;
        task.wanted = false;
      }
    }
  }

  /** A running worker ends with an error; its slot gets another task. */
  public void failOne() {
    Task failed =
        tasks.stream()
            .filter(task -> task.wanted && task.state == TaskState.RUNNING)
            .findFirst()
            .orElseThrow();
    failed.state = TaskState.FAILED;
    failed.wanted = false;
    failed.coresUsed = 0;
    add(failed.slot, failed.node);
  }

  /** The master's decommission endpoint; false = no such worker. */
  public boolean decommission(String address) {
    Optional<Task> found =
        tasks.stream()
            .filter(t -> t.address.equals(address) && t.registered && t.wanted)
            .findFirst();
    found.ifPresent(task -> task.decommissioned = true);
    return found.isPresent();
  }

  /** What the master lists. */
  public MasterView master() {
    return masterUp
        ? MasterView.of(
            tasks.stream()
                .filter(task -> task.registered && task.wanted)
                .map(SwarmModel::worker)
                .toList())
        : MasterView.unreadable("down");
  }

  private static SparkWorker worker(Task task) {
    SparkWorker.State state =
        task.decommissioned ? SparkWorker.State.DECOMMISSIONED : SparkWorker.State.ALIVE;
    return new SparkWorker("worker-" + task.id, task.address, state, 1, task.coresUsed);
  }

  /** Everything as the planner gets it. */
  public ObservedSpark observed() {
    WorkerService service =
        new WorkerService("svc1", "spark_spark-worker", version, replicas, true, false, false);
    return new ObservedSpark(Optional.of(service), workerTasks(), master(), drains);
  }

  private List<WorkerTask> workerTasks() {
    List<WorkerTask> all = new ArrayList<>();
    for (Task t : tasks) {
      String created = "2026-01-01T00:00:%020d".formatted(t.created);
      all.add(new WorkerTask(t.id, t.slot, t.node, t.node, t.address, t.state, t.wanted, created));
    }
    Collections.shuffle(all, random);
    return all;
  }
}
