package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterWatchTest {
  private static final long LIMIT = Absence.LIMIT.toNanos();

  private final List<Integer> exits = new ArrayList<>();
  private String master = workers("w2", "ALIVE");
  private String own = "{\"id\":\"w1\"}";
  private long now;
  private final Drain drain =
      new Drain(
          () -> DrainTest.json("{\"id\":\"w1\",\"coresused\":1}"),
          new Exits(),
          Duration.ofSeconds(60),
          () -> now);
  private final MasterWatch watch =
      new MasterWatch(() -> DrainTest.json(own), () -> DrainTest.json(master), drain, () -> now);

  @Test
  void seesItsOwnRowOnly() {
    master = workers("w2", "DECOMMISSIONED");
    watch.poll();
    assertThat(drain.knownToMaster()).isFalse();
    master = workers("w1", "DECOMMISSIONED");
    watch.poll();
    assertThat(drain.knownToMaster()).isTrue();
  }

  @Test
  void staysDrainingWhenARestartedMasterCallsItAlive() {
    master = workers("w1", "DECOMMISSIONED");
    watch.poll();
    master = workers("w1", "ALIVE");
    watch.poll();
    assertThat(drain.knownToMaster()).isTrue();
  }

  @Test
  void anUnreachableMasterMeansNothing() {
    master = null;
    watch.poll();
    assertThat(drain.knownToMaster()).isFalse();
  }

  @Test
  void endsAWorkerThatTheMasterDoesNotList() {
    pollTwice();
    assertThat(exits).containsExactly(Drain.NOT_REGISTERED);
    watch.poll();
    assertThat(exits).hasSize(1);
  }

  @Test
  void aListedWorkerStays() {
    master = workers("w1", "ALIVE");
    pollTwice();
    assertThat(exits).isEmpty();
  }

  @Test
  void aDrainThatTheMasterForgotGoesOn() {
    drain.request("received TERM");
    pollTwice();
    assertThat(exits).isEmpty();
  }

  @Test
  void aWorkerWhosePageIsNotUpYetIsNotAbsent() {
    own = null;
    pollTwice();
    own = "{}";
    pollTwice();
    assertThat(exits).isEmpty();
  }

  private void pollTwice() {
    watch.poll();
    now += LIMIT;
    watch.poll();
  }

  private static String workers(String id, String state) {
    return "{\"status\":\"ALIVE\",\"workers\":[{\"id\":\"%s\",\"state\":\"%s\"}]}"
        .formatted(id, state);
  }

  private final class Exits implements Drain.Effects {
    @Override
    public void decommission() {
      assertThat(drain.knownToMaster()).as("the master began the drain").isFalse();
    }

    @Override
    public void exit(int code) {
      exits.add(code);
    }
  }
}
