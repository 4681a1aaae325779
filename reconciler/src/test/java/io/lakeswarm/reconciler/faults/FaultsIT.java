package io.lakeswarm.reconciler.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A few of the faults of {@link FaultsRun}, other ones each time. */
class FaultsIT {
  private static final Duration BUDGET = Duration.ofSeconds(30);

  /** Each of them found a defect; the points are near enough when the writes have changed. */
  private static final List<Campaign.Trial> ONCE_NOT_SURVIVED =
      List.of(
          new Campaign.Trial(Workload.INSTALL, FaultClass.OUT_OF_SEQUENCE, 1),
          new Campaign.Trial(Workload.INSTALL, FaultClass.HOUR_AHEAD, 5),
          new Campaign.Trial(Workload.INSTALL, FaultClass.SERVER_DOWN, 1),
          new Campaign.Trial(Workload.INSTALL, FaultClass.CRASH_AFTER, 25),
          new Campaign.Trial(Workload.SCALE_IN, FaultClass.SERVER_DOWN, 4),
          new Campaign.Trial(Workload.SCALE_IN, FaultClass.STALE_CONFIGS, 3),
          new Campaign.Trial(Workload.SCALE_IN, FaultClass.STALE_CONFIGS, 11),
          new Campaign.Trial(Workload.NEW_STATE, FaultClass.PAUSED, 7),
          new Campaign.Trial(Workload.DREMIO_WIPED, FaultClass.CRASH_AFTER, 25),
          new Campaign.Trial(Workload.DREMIO_SECRET, FaultClass.WRITES_REFUSED, 22),
          new Campaign.Trial(Workload.DREMIO_SECRET, FaultClass.ERROR_409, 17));

  @Test
  void eachClassOfFaultIsSurvived() {
    long seed = Long.getLong("faults.seed", new Random().nextLong());
    System.out.println("Once more the same: -Dfaults.seed=" + seed);
    Campaign campaign = new Campaign(System.out::println);
    campaign.runThese(ONCE_NOT_SURVIVED);
    campaign.runSome(campaign.trials(seed, some(seed)), BUDGET);

    assertThat(campaign.unexplained()).as("seed %d", seed).isEmpty();
    assertThat(campaign.tried()).isGreaterThanOrEqualTo(ONCE_NOT_SURVIVED.size() - 1);
  }

  @Test
  void theOracleSeesWhatItShallSee() {
    Oracle oracle = new Oracle(Workload.SCALE_IN);
    Run.Outcome good = Run.reference(Workload.SCALE_IN);

    assertThat(oracle.flaws(FaultClass.ERROR_500, good)).isEmpty();
    assertThat(oracle.flaws(FaultClass.ERROR_500, Run.reference(Workload.SCALE_OUT)))
        .anyMatch(flaw -> flaw.equals("workers replicas is 4 instead of 2"));
    assertThat(oracle.flaws(FaultClass.ERROR_500, doctored(good, true, List.of())))
        .containsExactly("passes without end");
    assertThat(oracle.flaws(FaultClass.ERROR_500, doctored(good, false, List.of("task1"))))
        .containsExactly("workers removed while they ran: [task1]");
    for (int i = 0; i < 3; i++) {
      Message tell = message("POST /workers/kill/?host=10.9.0." + i + " HTTP/1.1");
      good.traffic().answered(Dialect.SPARK, tell, message("HTTP/1.1 200 OK"));
    }
    assertThat(oracle.flaws(FaultClass.ERROR_500, good))
        .anyMatch(flaw -> flaw.contains("workers drained instead of 2"));
  }

  /** Reference runs take time, so not of all. */
  private static List<Workload> some(long seed) {
    List<Workload> all = new ArrayList<>(List.of(Workload.values()));
    Collections.shuffle(all, new Random(seed));
    return all.subList(0, 1);
  }

  private static Message message(String start) {
    return new Message(start, Map.of(), new byte[0], new byte[0]);
  }

  private static Run.Outcome doctored(Run.Outcome good, boolean hot, List<String> removed) {
    return new Run.Outcome(
        true,
        true,
        hot,
        good.writes(),
        good.content(),
        good.traffic(),
        removed,
        true,
        List.of(),
        List.of());
  }
}
