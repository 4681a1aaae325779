package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.access.Role;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.store.History;
import io.lakeswarm.reconciler.store.RecordJson;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
  private static final Sse SSE = new SseImpl();

  private final ObjectMapper json = RecordJson.into(new ObjectMapper());
  private final History history = new History(json, Clock.systemUTC());
  private final EventStreams streams = new EventStreams(history, new EventFormat(json));

  @Test
  void aReaderThatFallsBehindIsDroppedAndNobodyWaits() {
    AssertSubscriber<OutboundSseEvent> slow = open(5);
    AssertSubscriber<OutboundSseEvent> quick = open(Long.MAX_VALUE);
    for (int i = 1; i <= 1000; i++) {
      history.add(pass(i));
      int told = 1 + 2 * i;
      if (i % 50 == 0) { // A reader that keeps up is never far behind.
        await().atMost(SOON).until(() -> quick.getItems().size() == told);
      }
    }

    slow.request(Long.MAX_VALUE).awaitCompletion(SOON);
    assertThat(slow.getItems()).hasSizeLessThan(800);
    quick.assertNotTerminated();
    assertThat(quick.getItems()).hasSize(2001);
    assertThat(streams.size()).isEqualTo(1);
  }

  @Test
  void aRoleHasTenStreamsWhateverTheOthersHave() {
    List<AssertSubscriber<OutboundSseEvent>> viewers =
        Stream.generate(() -> open(Role.VIEWER, 9)).limit(10).toList();
    assertRefused(Role.VIEWER);
    Stream.generate(() -> open(Role.OPERATOR, 9))
        .limit(10)
        .forEach(AssertSubscriber::assertNotTerminated);
    assertRefused(Role.OPERATOR);
    assertThat(streams.size()).isEqualTo(20);

    viewers.get(0).cancel();
    await().atMost(SOON).until(() -> streams.size() < 20);
    assertRefused(Role.OPERATOR);
    open(Role.VIEWER, 9).assertNotTerminated();
  }

  private void assertRefused(Role role) {
    assertThatThrownBy(() -> open(role, 9))
        .hasMessageContaining(role.text())
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  @Test
  void aReaderWhoseTokenIsNoMoreIsSentAway() {
    AtomicBoolean allowed = new AtomicBoolean(true);
    AssertSubscriber<OutboundSseEvent> reader =
        streams
            .open(SSE, OptionalLong.empty(), Role.VIEWER, allowed::get)
            .subscribe()
            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    streams.keepAlive();
    reader.awaitItems(2, SOON).assertNotTerminated();
    assertThat(reader.getItems().get(1).getComment()).isEqualTo("alive");

    allowed.set(false);
    streams.keepAlive();
    reader.awaitCompletion(SOON);
    await().atMost(SOON).until(() -> streams.size() == 0);
  }

  private AssertSubscriber<OutboundSseEvent> open(long demand) {
    return open(Role.VIEWER, demand);
  }

  private AssertSubscriber<OutboundSseEvent> open(Role role, long demand) {
    return streams
        .open(SSE, OptionalLong.empty(), role, () -> true)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(demand));
  }

  private static PassRecord pass(int number) {
    PassRecord.StepRecord step =
        new PassRecord.StepRecord(
            "put", "x:" + number, "", "c", "", "applied", "", List.of(), Optional.empty());
    return new PassRecord(
        0, "c", "event", Instant.EPOCH, Duration.ZERO, "applied", List.of(step), List.of());
  }
}
