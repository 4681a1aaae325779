package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.plan.Restarts;
import io.lakeswarm.reconciler.status.RestartTracker.Ended;
import io.lakeswarm.reconciler.status.RestartTracker.Expectation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartTrackerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SETTLED = T0.plus(RestartTracker.SETTLED);
  private static final Instant GIVEN_UP = T0.plus(RestartTracker.LONGEST);
  private static final String SERVICE = "svc";

  private final RestartTracker ledger = new RestartTracker();
  private long clock;

  @Test
  void aPredictedEndIsPredicted() {
    Expectation step = expect(Restarts.of(List.of("task:b")), Set.of("a", "b"));

    assertThat(look("a")).containsExactly(new Ended("b", true));
    assertThat(look("a")).isEmpty();
    assertThat(step.ended()).containsExactly("task:b");
    assertThat(ledger.close(SERVICE, SETTLED.minusMillis(1))).isEmpty();
    assertThat(ledger.close(SERVICE, SETTLED)).containsExactly(step);
    assertThat(step.isMet()).isTrue();
    assertThat(ledger.watched()).isEmpty();
  }

  @Test
  void anyOfEqualSlotsMayEndButNotMoreThanPredicted() {
    Expectation step = expect(new Restarts(List.of("task:a", "task:b"), 1, 1), Set.of("a", "b"));

    assertThat(look("b")).containsExactly(new Ended("a", true));
    assertThat(look()).containsExactly(new Ended("b", false));
    assertThat(step.ended()).containsExactly("task:a");
  }

  @Test
  void anotherTaskThanPredictedIsNamed() {
    Expectation step = expect(Restarts.of(List.of("task:a")), Set.of("a", "b"));

    assertThat(look("a")).containsExactly(new Ended("b", false));
    assertThat(step.isMet()).isFalse();
    assertThat(ledger.close(SERVICE, SETTLED)).isEmpty();
    assertThat(ledger.close(SERVICE, GIVEN_UP)).containsExactly(step);
  }

  @Test
  void aStepThatRestartsNothingIsHeldToIt() {
    expect(Restarts.NONE, Set.of("a"));

    assertThat(look("a", "new")).isEmpty();
    assertThat(look("a")).containsExactly(new Ended("new", false));
  }

  @Test
  void twoStepsMayAskForTheSameEnd() {
    Expectation first = expect(Restarts.of(List.of("task:a")), Set.of("a", "b"));
    Expectation again = expect(Restarts.of(List.of("task:a")), Set.of("a", "b"));

    assertThat(look("b")).containsExactly(new Ended("a", true));
    assertThat(ledger.close(SERVICE, SETTLED)).containsExactly(first, again);
  }

  @Test
  void aWholeServiceMayRestart() {
    Expectation step = expect(Restarts.of(List.of("service:minio")), Set.of("a", "b"));
    assertThat(step.isMet()).isFalse();

    assertThat(look("c", "d")).containsExactly(new Ended("a", true), new Ended("b", true));
    assertThat(step.isMet()).isTrue();
  }

  @Test
  void anOlderLookTellsNothing() {
    long before = clock++;
    expect(Restarts.NONE, Set.of("a"));
    assertThat(look("a", "b")).isEmpty();

    assertThat(ledger.look(SERVICE, Set.of("a"), before)).isEmpty();
    assertThat(look("a", "b")).isEmpty();
  }

  @Test
  void aRefusedWriteExpectsNothingAndADoubtfulOneInsistsOnNothing() {
    Expectation refused = expect(Restarts.of(List.of("task:a")), Set.of("a"));
    ledger.withdraw(refused);
    assertThat(ledger.watched()).isEmpty();
    assertThat(look()).isEmpty();

    Expectation failed = expect(Restarts.of(List.of("task:a")), Set.of("a"));
    failed.doubt();
    assertThat(look()).containsExactly(new Ended("a", true));
    assertThat(ledger.close(SERVICE, SETTLED)).containsExactly(failed);
  }

  @Test
  void servicesAreKeptApart() {
    expect(Restarts.of(List.of("task:a")), Set.of("a"));

    assertThat(ledger.look("other", Set.of(), clock++)).isEmpty();
    assertThat(ledger.close("other", GIVEN_UP)).isEmpty();
    assertThat(ledger.watched()).containsExactly(SERVICE);
  }

  private Expectation expect(Restarts restarts, Set<String> live) {
    return ledger.expect(SERVICE, restarts, live, clock++, T0);
  }

  private List<Ended> look(String... live) {
    return ledger.look(SERVICE, Set.of(live), clock++);
  }
}
