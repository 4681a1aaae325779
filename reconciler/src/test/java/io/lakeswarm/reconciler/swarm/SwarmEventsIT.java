package io.lakeswarm.reconciler.swarm;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwarmEventsIT {
  private final FakeSwarm swarm = new FakeSwarm(0);
  private final List<SwarmEvent> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private SwarmEvents events;

  @BeforeEach
  void listen() {
    LakeswarmSettings settings =
        TestSettings.of(
            swarm.url(), URI.create("http://127.0.0.1:1"), Path.of("none"), Duration.ofSeconds(5));
    events =
        new SwarmEvents(
            new DockerTransport(settings, new SecretFiles(settings)), new ObjectMapper(), settings);
    events.start(seen::add, opened::incrementAndGet);
    await().atMost(SOON).until(() -> opened.get() == 1);
  }

  @AfterEach
  void close() {
    events.stop();
    swarm.close();
  }

  @Test
  void tellsWhatItIsAbout() {
    swarm.scaleByHand(3);
    await().atMost(SOON).until(() -> !seen.isEmpty());
    assertThat(seen.get(0).type()).isEqualTo("service");
    assertThat(seen.get(0).service()).isEqualTo("spark-worker");
    assertThat(events.ageSeconds()).isLessThan(SOON.toSeconds());
  }

  @Test
  void opensAgainAndAsksForAResync() {
    swarm.cutEvents();
    await().atMost(SOON).until(() -> opened.get() == 2);
    swarm.scaleByHand(3);
    await().atMost(SOON).until(() -> !seen.isEmpty());
  }

  @ParameterizedTest
  @EnumSource(value = FakeSwarm.Mode.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
  void isBackAfterTrouble(FakeSwarm.Mode trouble) {
    swarm.behave(trouble);
    await().atMost(SOON).until(() -> swarm.refusedStreams() >= 2);
    swarm.behave(FakeSwarm.Mode.WELL);
    await().atMost(SOON).until(() -> opened.get() >= 2);
    await()
        .atMost(SOON)
        .until(
            () -> {
              swarm.scaleByHand(3);
              return !seen.isEmpty();
            });
  }
}
