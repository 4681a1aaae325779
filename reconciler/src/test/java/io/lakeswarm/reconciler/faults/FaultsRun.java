package io.lakeswarm.reconciler.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every write of every workload, for at most {@code faults.minutes}; writes
 * docs/faults.md. No part of the build: {@code make faults} runs it by name.
 */
class FaultsRun {
  private static final long SEED = 1;
  private static final int THREADS = 2 * Runtime.getRuntime().availableProcessors();

  @Test
  void everyFaultAtEveryWrite() throws IOException {
    Campaign campaign = new Campaign(System.out::println);
    List<Campaign.Trial> trials = campaign.trials(SEED, List.of(Workload.values()));
    campaign.runAll(trials, Duration.ofMinutes(Long.getLong("faults.minutes", 180)), THREADS);

    FaultsTable table = new FaultsTable(campaign, trials.size());
    table.writeInto(Path.of(System.getProperty("project.root"), "docs", "faults.md"));
    System.out.println(table.text());
    assertThat(campaign.unexplained()).isEmpty();
  }
}
