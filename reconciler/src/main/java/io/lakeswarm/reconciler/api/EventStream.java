package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.Role;
import io.lakeswarm.reconciler.status.PassRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Serves one reader from a bounded queue that no loop waits for. A full queue fails the stream. */
final class EventStream {
  private static final int WAITING = 256;

  private final Sse sse;
  private final EventFormat format;
  private final Role role;
  private final BooleanSupplier allowed;
  private final Consumer<PassRecord> follower = this::tell;
  private final UnicastProcessor<OutboundSseEvent> events =
      UnicastProcessor.create(new ArrayBlockingQueue<>(WAITING), () -> {});

  EventStream(Sse sse, EventFormat format, Role role, BooleanSupplier allowed) {
    this.sse = sse;
    this.format = format;
    this.role = role;
    this.allowed = allowed;
  }

  /** Returns whose token opened it. */
  Role role() {
    return role;
  }

  /** Returns the consumer that receives each pass. */
  Consumer<PassRecord> follower() {
    return follower;
  }

  /** Returns the events, for one subscriber. */
  Multi<OutboundSseEvent> events() {
    return events;
  }

  private synchronized void tell(PassRecord pass) {
    format.events(sse, pass).forEach(events::onNext);
  }

  /** Emits a comment, or ends the stream when the reader may no longer read. */
  synchronized void keepAlive() {
    if (allowed.getAsBoolean()) {
      events.onNext(sse.newEventBuilder().comment("alive").build());
    } else {
      events.onComplete();
    }
  }
}
