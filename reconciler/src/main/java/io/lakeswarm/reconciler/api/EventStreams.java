package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.Role;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.store.History;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Holds the open event streams, ten at most for each role: no viewer can shut the operator out. A
 * reader that falls behind is dropped and reconnects with the last id it saw. No loop ever waits
 * for a reader.
 */
@ApplicationScoped
class EventStreams {
  static final int SHARE = 10;
  private static final Logger LOG = Logger.getLogger(EventStreams.class);
  private static final long RECONNECT_MILLIS = 2000;

  private final History history;
  private final EventFormat format;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  EventStreams(History history, EventFormat format) {
    this.history = history;
    this.format = format;
  }

  /** Returns the kept events after number {@code after}. */
  Multi<OutboundSseEvent> known(Sse sse, long after) {
    return Multi.createFrom().items(events(sse, history.all(), after));
  }

  /**
   * Returns the same, if {@code after} is given, and then new events while the reader is {@code
   * allowed}. The stream counts against the share of {@code role}.
   */
  Multi<OutboundSseEvent> open(Sse sse, OptionalLong after, Role role, BooleanSupplier allowed) {
    EventStream stream = new EventStream(sse, format, role, allowed);
    synchronized (this) {
      if (open.stream().filter(other -> other.role() == role).count() >= SHARE) {
        throw new ProblemException(
            503,
            "The "
                + role.text()
                + " has "
                + SHARE
                + " event streams already. Close one, or poll GET /status.");
      }
      open.add(stream);
    }
    List<PassRecord> known = history.follow(stream.follower());
    OutboundSseEvent hello =
        sse.newEventBuilder().comment("lakeswarm").reconnectDelay(RECONNECT_MILLIS).build();
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(hello),
            Multi.createFrom().items(events(sse, known, after.orElse(Long.MAX_VALUE))),
            stream.events())
        .emitOn(Infrastructure.getDefaultExecutor())
        .onFailure()
        .invoke(e -> LOG.infof("event stream dropped: %s", e.getMessage()))
        .onFailure()
        .recoverWithCompletion()
        .onTermination()
        .invoke(() -> close(stream));
  }

  private Stream<OutboundSseEvent> events(Sse sse, List<PassRecord> passes, long after) {
    return passes.stream()
        .flatMap(pass -> format.events(sse, pass).stream())
        .filter(event -> Long.parseLong(event.getId()) > after);
  }

  private void close(EventStream stream) {
    history.unfollow(stream.follower());
    open.remove(stream);
  }

  /** Returns the number of open streams. */
  int size() {
    return open.size();
  }

  /**
   * Emits a comment to each reader, to detect dead ones; ends those whose token is no longer valid.
   */
  @Scheduled(every = "${lakeswarm.events.keep-alive:15s}")
  void keepAlive() {
    open.forEach(EventStream::keepAlive);
  }
}
