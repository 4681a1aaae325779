package io.lakeswarm.reconciler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which Swarm removes slots when the replicas shrink. Swarm sorts the slots running
 * first and numbers the copies on each node. It sorts by that number, with slots without a node or
 * with two tasks last, and cuts off the tail. So the node with the most copies loses first. Between
 * two running slots of equal number, either may go.
 */
final class RemovalOrder {
  private static final int LAST = Integer.MAX_VALUE;

  private final List<List<Slot>> groups;

  private RemovalOrder(List<List<Slot>> groups) {
    this.groups = groups;
  }

  /**
   * The slots that may go, and those that must go, when a number of slots is removed.
   *
   * @param chosen how many of those that may but need not go will go
   */
  record Victims(Set<Slot> possible, Set<Slot> sure, int chosen) {

    /**
     * Returns the tasks that may end, and how many will. Slots tie when their running state and
     * their copy number are equal. Within a tied group, the choices with the fewest and the most
     * tasks are the limits.
     */
    Restarts restarts() {
      List<Integer> open =
          possible.stream().filter(s -> !sure.contains(s)).map(Slot::endingTasks).sorted().toList();
      int certain = sure.stream().mapToInt(Slot::endingTasks).sum();
      int choices = Math.min(open.size(), chosen);
      int fewest = sum(open.subList(0, choices));
      int most = sum(open.subList(open.size() - choices, open.size()));
      List<String> names =
          possible.stream()
              .filter(slot -> !slot.isCompleted())
              .flatMap(slot -> slot.tasks().stream())
              .map(task -> Restarts.task(task.id()))
              .sorted()
              .toList();
      return new Restarts(names, certain + fewest, certain + most);
    }

    private static int sum(List<Integer> numbers) {
      return numbers.stream().mapToInt(Integer::intValue).sum();
    }
  }

  static RemovalOrder of(List<Slot> slots) {
    List<Slot> runningFirst = new ArrayList<>(slots);
    runningFirst.sort(
        Comparator.comparing((Slot slot) -> !slot.isRunning()).thenComparingInt(Slot::number));
    Map<String, Integer> copies = new HashMap<>();
    List<Ranked> ranked = new ArrayList<>();
    for (Slot slot : runningFirst) {
      int copy = slot.node().isEmpty() ? LAST : copies.merge(slot.node(), 1, Integer::sum);
      ranked.add(new Ranked(slot, copy));
    }
    ranked.sort(
        Comparator.comparingInt(Ranked::copy).thenComparing(entry -> !entry.slot().isRunning()));
    return new RemovalOrder(grouped(ranked));
  }

  private record Ranked(Slot slot, int copy) {
    boolean tiesWith(Ranked other) {
      return copy == other.copy && slot.isRunning() == other.slot.isRunning();
    }
  }

  private static List<List<Slot>> grouped(List<Ranked> ranked) {
    List<List<Slot>> groups = new ArrayList<>();
    Ranked previous = null;
    for (Ranked entry : ranked) {
      if (previous == null || !entry.tiesWith(previous)) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(entry.slot());
      previous = entry;
    }
    return groups;
  }

  /** Returns the victims when {@code count} slots are removed. */
  Victims victims(int count) {
    Set<Slot> possible = new LinkedHashSet<>();
    Set<Slot> sure = new LinkedHashSet<>();
    int left = count;
    int chosen = 0;
    for (int i = groups.size() - 1; i >= 0 && left > 0; i--) {
      List<Slot> group = groups.get(i);
      possible.addAll(group);
      if (group.size() <= left) {
        sure.addAll(group);
      } else {
        chosen = left;
      }
      left -= group.size();
    }
    return new Victims(possible, sure, chosen);
  }
}
