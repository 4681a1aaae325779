package io.lakeswarm.reconciler.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.loop.Incarnation;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dry run changes no series: observe and plan only read. */
class DryRunIT {
  private static final Path SEED =
      Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final FakeSparkMaster master = new FakeSparkMaster(swarm);
  private final Incarnation process =
      new Incarnation(TestSettings.of(swarm.url(), master.url(), SEED), CLOCK);

  @AfterEach
  void close() {
    process.close();
    master.close();
    swarm.close();
  }

  @Test
  void everySeriesIsTheSameAfterADryRunWithAnotherNumber() throws IOException {
    String text = Files.readString(SEED);
    process.pass();
    Map<String, Double> before = scrape();
    assertThat(desiredWorkers(before)).isEqualTo(2);

    DesiredState nine = parsed(text.replace("replicas: 2,", "replicas: 9,"));
    assertThat(PlanView.of(nine, process.controllers()))
        .extracting(PlanView.Item::action)
        .contains("scale");
    assertThat(scrape().entrySet()).containsExactlyElementsOf(before.entrySet());

    process.spark.measure(nine, process.spark.observe(nine));
    assertThat(desiredWorkers(scrape())).as("the scrape shows a change").isEqualTo(9);
  }

  private static DesiredState parsed(String text) {
    return DesiredStateParser.parse(DocumentReader.read(text));
  }

  private static double desiredWorkers(Map<String, Double> series) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("lakeswarm.spark.workers"))
        .filter(entry -> entry.getKey().contains("desired"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Every series but the one that grows by itself. */
  private Map<String, Double> scrape() {
    Map<String, Double> series = new TreeMap<>();
    List<Meter> meters =
        process.registry.getMeters().stream()
            .filter(meter -> !meter.getId().getName().equals("lakeswarm.event.stream.age.seconds"))
            .toList();
    for (Meter meter : meters) {
      for (Measurement value : meter.measure()) {
        Meter.Id id = meter.getId();
        series.put(id.getName() + id.getTags() + value.getStatistic(), value.getValue());
      }
    }
    return series;
  }
}
