package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final String BUSY = "{\"id\":\"w1\",\"coresused\":1,\"executors\":[{}]}";
  private static final String IDLE = "{\"id\":\"w1\",\"coresused\":0,\"executors\":[]}";

  private final RecordedEffects effects = new RecordedEffects();
  private String page = BUSY;
  private long now;
  private final Drain drain =
      new Drain(() -> json(page), effects, Duration.ofSeconds(60), () -> now);

  @Test
  void doesNothingWithoutARequest() {
    page = IDLE;
    drain.poll();
    drain.poll();
    assertThat(effects.done).isEmpty();
  }

  @Test
  void exitsZeroAfterTwoIdlePolls() {
    drain.request("received TERM");
    drain.poll();
    page = IDLE;
    drain.poll();
    assertThat(effects.done).containsExactly("decommission");
    drain.poll();
    assertThat(effects.done).containsExactly("decommission", "exit 0");
    drain.poll();
    assertThat(effects.done).hasSize(2);
  }

  @Test
  void oneBusyPollStartsTheCountAnew() {
    drain.request("received TERM");
    page = IDLE;
    drain.poll();
    page = BUSY;
    drain.poll();
    page = IDLE;
    drain.poll();
    assertThat(effects.done).containsExactly("decommission");
  }

  @Test
  void anUnreadablePageIsNotAnIdleOne() {
    drain.request("received TERM");
    page = IDLE;
    drain.poll();
    page = null;
    drain.poll();
    page = IDLE;
    drain.poll();
    assertThat(effects.done).containsExactly("decommission");
  }

  @Test
  void aPageWithoutTheNumberIsNotIdle() {
    drain.request("received TERM");
    page = "{}";
    drain.poll();
    drain.poll();
    assertThat(effects.done).containsExactly("decommission");
  }

  @Test
  void repeatsTheRequestUntilTheMasterShowsIt() {
    drain.request("received TERM");
    now = Duration.ofSeconds(6).toNanos();
    drain.poll();
    assertThat(effects.done).containsExactly("decommission", "decommission");
    drain.decommissionedByMaster();
    now = Duration.ofSeconds(12).toNanos();
    drain.poll();
    assertThat(effects.done).hasSize(2);
  }

  @Test
  void aSecondSignalChangesNothing() {
    drain.request("received TERM");
    drain.request("received TERM");
    assertThat(effects.done).containsExactly("decommission");
  }

  @Test
  void givesUpAtTheDeadlineWithItsOwnCode() {
    drain.decommissionedByMaster();
    now = Duration.ofSeconds(61).toNanos();
    drain.poll();
    assertThat(effects.done).containsExactly("exit " + Drain.DEADLINE_PASSED);
  }

  static JsonNode json(String text) throws IOException {
    if (text == null) {
      throw new IOException("connection refused");
    }
    return new ObjectMapper().readTree(text);
  }

  private static final class RecordedEffects implements Drain.Effects {
    private final List<String> done = new ArrayList<>();

    @Override
    public void decommission() {
      done.add("decommission");
    }

    @Override
    public void exit(int code) {
      done.add("exit " + code);
    }
  }
}
