package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MasterWatchTest {
  private String master = "{\"workers\":[]}";
  private final Drain drain =
      new Drain(
          () -> DrainTest.json("{\"id\":\"w1\",\"coresused\":1}"),
          new NoEffects(),
          Duration.ofSeconds(60),
          System::nanoTime);
  private final MasterWatch watch =
      new MasterWatch(() -> DrainTest.json("{\"id\":\"w1\"}"), () -> DrainTest.json(master), drain);

  @Test
  void seesItsOwnRowOnly() {
    master = workers("w2", "DECOMMISSIONED");
    watch.poll();
    assertThat(drain.masterKnows()).isFalse();
    master = workers("w1", "DECOMMISSIONED");
    watch.poll();
    assertThat(drain.masterKnows()).isTrue();
  }

  @Test
  void staysDrainingWhenARestartedMasterCallsItAlive() {
    master = workers("w1", "DECOMMISSIONED");
    watch.poll();
    master = workers("w1", "ALIVE");
    watch.poll();
    assertThat(drain.masterKnows()).isTrue();
  }

  @Test
  void anUnreachableMasterMeansNothing() {
    master = null;
    watch.poll();
    assertThat(drain.masterKnows()).isFalse();
  }

  private static String workers(String id, String state) {
    return "{\"workers\":[{\"id\":\"" + id + "\",\"state\":\"" + state + "\"}]}";
  }

  private static final class NoEffects implements Drain.Effects {
    @Override
    public void decommission() {
      throw new AssertionError("the master began it, the worker must not ask again");
    }

    @Override
    public void exit(int code) {
      throw new AssertionError("nobody polled the drain");
    }
  }
}
