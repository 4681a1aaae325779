package io.lakeswarm.reconciler.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CachedReadTest {
  private final AtomicInteger reads = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void isReadOnceUntilItMayBeStale() {
    CachedRead<Integer> kept = new CachedRead<>(reads::incrementAndGet);
    assertThat(List.of(kept.get(), kept.get())).containsExactly(1, 1);
    kept.invalidate();
    assertThat(kept.get()).isEqualTo(2);
  }

  @Test
  void aFailureIsNotKept() {
    CachedRead<Integer> kept =
        new CachedRead<>(
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("no answer");
              }
              return 7;
            });
    assertThatThrownBy(kept::get).hasMessage("no answer");
    assertThat(kept.get()).isEqualTo(7);
  }

  @Test
  void thoseWhoComeTogetherShareOneFailure() throws Exception {
    CachedRead<Integer> kept =
        new CachedRead<>(
            waiting(
                () -> {
                  throw new IllegalStateException("no answer");
                }));
    List<FutureTask<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      callers.add(asking(kept));
    }
    answer.countDown();
    for (FutureTask<Integer> caller : callers) {
      assertThatThrownBy(() -> caller.get(10, TimeUnit.SECONDS)).hasMessageContaining("no answer");
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void whoAsksAfterAChangeDoesNotGetWhatWasReadBefore() throws Exception {
    CachedRead<Integer> kept = new CachedRead<>(waiting(() -> 1));
    FutureTask<Integer> before = asking(kept);
    kept.invalidate();
    FutureTask<Integer> after = asking(kept);
    await().until(() -> reads.get() == 2);
    answer.countDown();
    assertThat(List.of(before.get(), after.get())).containsExactly(1, 1);
  }

  @Test
  void whatBecameStaleWhileItWasReadIsNotKept() throws Exception {
    CachedRead<Integer> kept = new CachedRead<>(waiting(reads::get));
    FutureTask<Integer> before = asking(kept);
    kept.invalidate();
    answer.countDown();
    assertThat(before.get()).isEqualTo(1);
    assertThat(kept.get()).isEqualTo(2);
  }

  /** Counts the reads; each waits for the answer. */
  private Supplier<Integer> waiting(Supplier<Integer> outcome) {
    return () -> {
      reads.incrementAndGet();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return outcome.get();
    };
  }

  /** A caller in a thread of its own, once it waits. */
  private static FutureTask<Integer> asking(CachedRead<Integer> kept) {
    FutureTask<Integer> task = new FutureTask<>(kept::get);
    Thread thread = new Thread(task);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return task;
  }
}
