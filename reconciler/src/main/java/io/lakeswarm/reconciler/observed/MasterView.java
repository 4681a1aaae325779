package io.lakeswarm.reconciler.observed;

import java.util.List;
import java.util.Optional;

/**
 * The Spark master's answer, or why there is none.
 *
 * @param workers the workers that are not dead, sorted by id; empty also when nothing was read
 * @param problem why the list is unknown; empty when it is known
 */
public record MasterView(List<SparkWorker> workers, String problem) {

  /** The master was not read, because the decision does not need it. */
  public static final MasterView NOT_ASKED = new MasterView(List.of(), "not asked");

  /** Takes a copy of the list. */
  public MasterView {
    workers = List.copyOf(workers);
  }

  /** Returns the view of a master that answered. */
  public static MasterView of(List<SparkWorker> workers) {
    return new MasterView(workers, "");
  }

  /** Returns the view of a master that could not be read. */
  public static MasterView unreadable(String problem) {
    return new MasterView(List.of(), problem);
  }

  /** Returns true when {@link #workers} is the master's list. */
  public boolean isKnown() {
    return problem.isEmpty();
  }

  /** Returns the worker at this address; an alive one before a decommissioned one. */
  public Optional<SparkWorker> at(String address) {
    return workers.stream()
        .filter(worker -> !address.isEmpty() && worker.host().equals(address))
        .min(
            java.util.Comparator.comparing(SparkWorker::state)
                .thenComparing(SparkWorker::coresUsed, java.util.Comparator.reverseOrder()));
  }

  /** Returns the number of workers the master gives work to. */
  public int registered() {
    return (int)
        workers.stream().filter(worker -> worker.state() == SparkWorker.State.ALIVE).count();
  }
}
