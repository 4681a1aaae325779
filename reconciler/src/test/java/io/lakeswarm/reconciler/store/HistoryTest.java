package io.lakeswarm.reconciler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.PassRecord.ConditionRecord;
import io.lakeswarm.reconciler.status.PassRecord.StepRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(T0, ZoneOffset.UTC);

  private final History history = history(CLOCK);

  @Test
  void numbersRiseWithoutGapWhileTheClockStands() {
    PassRecord first = history.add(pass("a", List.of(step("applied")), List.of(READY))).get();
    PassRecord second = history.add(pass("b", List.of(step("applied")), List.of())).get();

    assertThat(first.firstSequence()).isEqualTo(T0.toEpochMilli());
    assertThat(first.sequence()).isEqualTo(first.firstSequence() + 2);
    assertThat(second.firstSequence()).isEqualTo(first.sequence() + 1);
  }

  @Test
  void numbersRiseAfterARestartAlsoWhenTheClockWentBack() {
    long before = history.add(pass("a", List.of(step("applied")), List.of())).get().sequence();
    History next = history(Clock.fixed(T0.minusSeconds(3600), ZoneOffset.UTC));
    next.restore(history.stored());

    assertThat(next.all()).isEqualTo(history.all());
    assertThat(next.add(pass("a", List.of(step("applied")), List.of())).get().firstSequence())
        .isEqualTo(before + 1);
  }

  @Test
  void whatHappenedBeforeTheStoreCouldBeReadIsKeptBesideWhatWasStored() {
    history.add(pass("old", List.of(step("applied")), List.of()));
    History next = history(Clock.fixed(T0.plusSeconds(60), ZoneOffset.UTC));
    next.add(pass("new", List.of(step("applied")), List.of()));
    next.restore(history.stored());

    assertThat(next.all()).extracting(PassRecord::controller).containsExactly("old", "new");
  }

  @Test
  void passesThatChangeNothingAreNotKept() {
    assertThat(history.add(pass("a", List.of(), List.of()))).isEmpty();
    assertThat(history.add(pass("a", List.of(step("failed")), List.of()))).isPresent();
    assertThat(history.add(pass("b", List.of(step("applied")), List.of()))).isPresent();
    assertThat(history.add(pass("a", List.of(step("failed")), List.of()))).isEmpty();
    assertThat(history.add(pass("a", List.of(step("refused")), List.of()))).isPresent();
    assertThat(history.add(pass("a", List.of(step("failed")), List.of()))).isPresent();
    assertThat(history.all()).hasSize(4);
  }

  @Test
  void memoryAndStoreAreBounded() {
    StepRecord large =
        new StepRecord(
            "put", "x", "y".repeat(5000), "c", "", "applied", "", List.of(), Optional.empty());
    for (int i = 0; i < 250; i++) {
      history.add(pass("c" + i, List.of(step("applied")), List.of()));
    }
    assertThat(history.all()).hasSize(200);
    assertThat(history.stored()).hasSize(50);
    assertThat(history.stored().get(49).controller()).isEqualTo("c249");
    for (int i = 0; i < 50; i++) {
      history.add(pass("large" + i, List.of(large), List.of()));
    }
    List<PassRecord> stored = history.stored();
    assertThat(stored).hasSize(4);
    assertThat(stored.get(stored.size() - 1).controller()).isEqualTo("large49");
  }

  @Test
  void observedRestartsBelongToTheirStep() {
    PassRecord pass =
        history.add(pass("a", List.of(step("applied"), step("applied")), List.of())).get();
    assertThat(history.foretold("t1", T0)).isTrue();
    assertThat(history.foretold("t2", T0)).isFalse();
    assertThat(history.foretold("t1", T0.plusSeconds(1))).isFalse();

    history.observed(pass.sequence(), 0, List.of("task:t1"));
    history.observed(pass.sequence(), 1, List.of());
    history.observed(12, 0, List.of("task:t1"));
    assertThat(history.all().get(0).steps())
        .extracting(StepRecord::observedRestarts)
        .containsExactly(Optional.of(List.of("task:t1")), Optional.of(List.of()));
    assertThat(history.foretold("t1", T0)).isFalse();
    assertThat(history(CLOCK).all()).isEmpty();
    History next = history(CLOCK);
    next.restore(history.stored());
    assertThat(next.all()).isEqualTo(history.all());
  }

  @Test
  void followersGetWhatComesAndNothingTwice() {
    history.add(pass("before", List.of(step("applied")), List.of()));
    List<PassRecord> told = new ArrayList<>();
    Consumer<PassRecord> follower = told::add;
    List<PassRecord> known = history.follow(follower);
    history.add(pass("after", List.of(step("applied")), List.of()));
    history.unfollow(follower);
    history.add(pass("later", List.of(step("applied")), List.of()));

    assertThat(known).extracting(PassRecord::controller).containsExactly("before");
    assertThat(told).extracting(PassRecord::controller).containsExactly("after");
  }

  private static final ConditionRecord READY =
      new ConditionRecord("Ready", "False", "True", "AllReady", "Fine.");

  private static History history(Clock clock) {
    return new History(RecordJson.into(new ObjectMapper()), clock);
  }

  private static StepRecord step(String outcome) {
    return new StepRecord(
        "scale",
        "service:x",
        "3 -> 2",
        "above",
        "7",
        outcome,
        "why",
        List.of("task:t1"),
        Optional.empty());
  }

  private static PassRecord pass(
      String controller, List<StepRecord> steps, List<ConditionRecord> conditions) {
    return new PassRecord(
        0, controller, "event", T0, Duration.ofMillis(5), "applied", steps, conditions);
  }
}
