package io.lakeswarm.reconciler.observed;

import java.util.List;
import java.util.Optional;

/**
 * What the Spark master said, or why it said nothing.
 *
 * @param workers the workers that are not dead, sorted by id; empty also when nothing was read
 * @param problem why the list is not known; empty text when it is
 */
public record MasterView(List<SparkWorker> workers, String problem) {

  /** The master was not asked, because the decision does not need it. */
  public static final MasterView NOT_ASKED = new MasterView(List.of(), "not asked");

  /** Takes a copy of the list. */
  public MasterView {
    workers = List.copyOf(workers);
  }

  /** The master answered. */
  public static MasterView of(List<SparkWorker> workers) {
    return new MasterView(workers, "");
  }

  /** The master could not be read. */
  public static MasterView unreadable(String problem) {
    return new MasterView(List.of(), problem);
  }

  /** True when {@link #workers} is what the master knows. */
  public boolean isKnown() {
    return problem.isEmpty();
  }

  /** The worker at this address; a working one before a decommissioned one. */
  public Optional<SparkWorker> at(String address) {
    return workers.stream()
        .filter(worker -> !address.isEmpty() && worker.host().equals(address))
        .min(
            java.util.Comparator.comparing(SparkWorker::state)
                .thenComparing(SparkWorker::coresUsed, java.util.Comparator.reverseOrder()));
  }

  /** Number of workers the master gives work to. */
  public int registered() {
    return (int)
        workers.stream().filter(worker -> worker.state() == SparkWorker.State.ALIVE).count();
  }
}
