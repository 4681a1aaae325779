package io.lakeswarm.reconciler.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says whether a run with a fault came out as one without: the same end, no object written more
 * often, nobody drained twice or removed while running, no hot loop.
 */
final class Oracle {
  private static final int REFERENCES = 3;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{64}");

  /** Calls a minute to one server in trouble, once it has been so for a minute. */
  static final int PATIENT = 12;

  /** Tried writes a minute to one server that refuses every one, after the same time. */
  static final int STUBBORN = 60;

  private final Workload workload;
  private final Run.Outcome reference;
  private Run.Outcome lateReference;
  private final Set<String> varying = ConcurrentHashMap.newKeySet();

  /** Makes the reference runs; what differs between them is not compared. */
  Oracle(Workload workload) {
    this.workload = workload;
    this.reference = reference(false);
  }

  private synchronized Run.Outcome late() {
    if (lateReference == null) {
      lateReference = reference(true);
    }
    return lateReference;
  }

  private Run.Outcome reference(boolean late) {
    Run.Outcome last = null;
    for (int i = 0; i < REFERENCES; i++) {
      Run.Outcome next = late ? Run.referenceWithLateState(workload) : Run.reference(workload);
      if (!next.converged()) {
        throw new AssertionError(workload + " does not converge without a fault: " + next.notes());
      }
      if (last != null) {
        differing(last.content(), next.content()).forEach(varying::add);
      }
      last = next;
    }
    return last;
  }

  /** How many writes the workload takes: the points. */
  int points() {
    return reference.writes();
  }

  private static Set<String> differing(Map<String, String> a, Map<String, String> b) {
    Set<String> names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    names.removeIf(name -> comparable(name, a).equals(comparable(name, b)));
    return names;
  }

  /**
   * A commit's hash is that of its whole past: a branch with the same content that was reached by
   * another order of writes, or was read a moment earlier, has another head.
   */
  private static String comparable(String name, Map<String, String> content) {
    String value = content.getOrDefault(name, "");
    return name.equals("fact nessie.identity") ? COMMIT.matcher(value).replaceAll("commit") : value;
  }

  /** What is wrong with {@code run}; empty when it survived. */
  List<String> flaws(FaultClass fault, Run.Outcome run) {
    List<String> flaws = new ArrayList<>();
    if (run.hot()) {
      flaws.add("passes without end");
    } else if (!run.converged()) {
      flaws.add("does not converge");
    }
    Run.Outcome expected = fault == FaultClass.NEW_STATE ? late() : reference;
    flaws.addAll(run.bugs());
    content(fault, expected, run, flaws);
    counts(fault, expected, run, flaws);
    workers(fault, expected, run, flaws);
    pace(fault, run, flaws);
    return flaws;
  }

  private void content(
      FaultClass fault, Run.Outcome expected, Run.Outcome run, List<String> flaws) {
    for (String name : differing(expected.content(), run.content())) {
      String was = expected.content().get(name);
      String is = run.content().get(name);
      boolean onlyOther = varying.contains(name) && was != null && is != null;
      if (!onlyOther && !mayDiffer(fault, name) && !isOfOlderState(fault, name, is)) {
        flaws.add(name + " is " + is + " instead of " + was);
      }
    }
    boolean told = run.content().getOrDefault("condition VolumeReset", "").startsWith("True");
    if (fault.wiped().isPresent() && run.identityKnown() && !told) {
      flaws.add("a loss of data is not told");
    }
  }

  /** Nothing is removed by a rollback, but what was lost since is made as the newest state says. */
  private boolean isOfOlderState(FaultClass fault, String name, String is) {
    boolean wiped =
        fault.wiped().filter(server -> name.startsWith(server.text() + " ")).isPresent();
    boolean ofFirstRevision = is == null || is.equals("[gold, silver]");
    return wiped && workload == Workload.ROLLBACK && ofFirstRevision;
  }

  private static boolean mayDiffer(FaultClass fault, String name) {
    return switch (fault) {
      case MINIO_WIPED ->
          name.equals("condition VolumeReset") || name.equals("fact minio.lastReset");
      // The new database has another identity.
      case NESSIE_WIPED ->
          name.equals("condition VolumeReset")
              || name.equals("fact nessie.lastReset")
              || name.equals("fact nessie.identity");
      case DREMIO_WIPED ->
          name.equals("condition VolumeReset")
              || name.equals("fact dremio.lastReset")
              || name.equals("fact dremio.identity");
      // An operation whose time is over by a wrong clock has failed, and one that was overtaken.
      case HOUR_AHEAD, YEAR_AHEAD, NEW_STATE -> name.equals("operations");
      default -> false;
    };
  }

  private static void counts(
      FaultClass fault, Run.Outcome expected, Run.Outcome run, List<String> flaws) {
    run.traffic()
        .accepted()
        .forEach(
            (object, count) -> {
              int allowed = expected.traffic().accepted().getOrDefault(object, 0);
              if (!isBookkeeping(object) && count > allowed + spare(fault, object)) {
                flaws.add(object + " written " + count + " times instead of " + allowed);
              }
            });
  }

  /** The reconciler's own memory, objects and queries of its proofs, what {@link #workers} sees. */
  private static boolean isBookkeeping(String object) {
    return object.contains("lakeswarm-status")
        || object.contains("lakeswarm-operation")
        || object.contains("/.lakeswarm/")
        || object.startsWith("POST /api/v3/sql")
        || object.equals("scale workers")
        || object.startsWith("drain ");
  }

  /** Writes that are due to the fault itself. */
  private static int spare(FaultClass fault, String object) {
    return switch (fault) {
      // Decided on the past, a drain is recorded once more and forgotten; nobody else is drained.
      case STALE_TASKS -> object.endsWith("lakeswarm-drain") ? 2 : 0;
      case MINIO_WIPED, NESSIE_WIPED, DREMIO_WIPED -> object.contains("lakeswarm-") ? 0 : 1;
      // The write that was held comes late, and replaces equal by equal.
      case PAUSED -> 1;
      default -> 0;
    };
  }

  private void workers(
      FaultClass fault, Run.Outcome expected, Run.Outcome run, List<String> flaws) {
    if (!run.removedRunning().isEmpty()) {
      flaws.add("workers removed while they ran: " + run.removedRunning());
    }
    long drained = drained(run).count();
    if (!workload.hasForeignEdits() && drained > drained(expected).count()) {
      flaws.add(drained + " workers drained instead of " + drained(expected).count());
    }
    boolean toldTwice = drained(run).anyMatch(worker -> worker.getValue() > 1);
    if (toldTwice && !fault.group().equals(FaultClass.STALE_TASKS.group())) {
      flaws.add("a worker was told twice: " + drained(run).toList());
    }
    int wanted = Integer.parseInt(run.content().get("workers replicas"));
    int start = expected.traffic().replicas().stream().mapToInt(i -> i).min().orElse(wanted);
    int least = Math.min(wanted, fault == FaultClass.NEW_STATE ? 2 : start);
    if (!workload.hasForeignEdits() && run.traffic().replicas().stream().anyMatch(n -> n < least)) {
      flaws.add("fewer workers than anybody asked for: " + run.traffic().replicas());
    }
  }

  private static Stream<Map.Entry<String, Integer>> drained(Run.Outcome run) {
    return run.traffic().accepted().entrySet().stream()
        .filter(object -> object.getKey().startsWith("drain /"));
  }

  private static void pace(FaultClass fault, Run.Outcome run, List<String> flaws) {
    if (fault == FaultClass.SERVER_DOWN && run.fired()) {
      for (Dialect server : Dialect.values()) {
        int calls = run.traffic().refused(server, Duration.ofSeconds(90));
        if (calls > PATIENT) {
          flaws.add(calls + " calls a minute to " + server + ", which is down");
        }
      }
    }
    if (fault == FaultClass.WRITES_REFUSED && run.fired()) {
      for (Dialect server : Dialect.values()) {
        int writes = run.traffic().writes(server, Duration.ofSeconds(90));
        if (writes > STUBBORN) {
          flaws.add(writes + " writes a minute to " + server + ", which refuses them");
        }
      }
    }
  }
}
