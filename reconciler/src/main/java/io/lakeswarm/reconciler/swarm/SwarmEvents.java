package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Listens to the engine's event stream, as a wake-up only. It reopens the stream every minute, so
 * that a dead peer is noticed. Every opening requests a resync, because events are lost while it is
 * closed.
 */
@ApplicationScoped
public class SwarmEvents {
  private static final Logger LOG = Logger.getLogger(SwarmEvents.class);
  private static final String STATUS_CONFIG = SwarmConfigs.name(SwarmEvent.STATUS, "");
  private static final long STREAM_SECONDS = 60;
  private static final Duration LONGEST_STREAM = Duration.ofSeconds(75);
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final String FILTER =
      "{\"scope\":[\"swarm\"],\"type\":[\"service\",\"node\",\"config\"]}";

  private final DockerTransport transport;
  private final ObjectMapper json;
  private final Duration opening;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "swarm-events-watchdog"));
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long aliveNanos = System.nanoTime();
  private volatile Thread thread;
  private volatile Future<?> alarm = CompletableFuture.completedFuture(null);

  /** Listens by way of {@code transport} once started. */
  public SwarmEvents(DockerTransport transport, ObjectMapper json, LakeswarmSettings settings) {
    this.transport = transport;
    this.json = json;
    this.opening = settings.docker().deadline();
  }

  /**
   * Starts listening; both receivers are called on the listening thread and must return at once.
   */
  public void start(Consumer<SwarmEvent> onEvent, Runnable onOpen) {
    thread = daemon(() -> listen(onEvent, onOpen), "swarm-events");
    thread.start();
  }

  /** Returns the seconds since the stream last opened or delivered an event. */
  public double ageSeconds() {
    return (System.nanoTime() - aliveNanos) / 1e9;
  }

  /** Ends the listening thread. */
  public void stop() {
    stop.countDown();
    watchdog.shutdownNow();
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void listen(Consumer<SwarmEvent> onEvent, Runnable onOpen) {
    long pause = 100;
    while (!isStopped()) {
      long opened = System.nanoTime();
      try (DockerHttpClient http = transport.newStream()) {
        alarm(http, opening); // An engine that accepts and never answers must not cost a minute.
        stream(http, onEvent, onOpen);
        pause = System.nanoTime() - opened > TimeUnit.SECONDS.toNanos(2) ? 0 : pause;
      } catch (IOException | RuntimeException e) {
        if (!isStopped()) {
          LOG.warnf("event stream lost: %s; opened again in %d ms", e.getMessage(), pause);
        }
      } finally {
        alarm.cancel(false);
        Thread.interrupted(); // The alarm ended one stream; it must not end the next.
      }
      pause(pause);
      pause = Math.min(Math.max(pause, 50) * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  private void pause(long millis) {
    try {
      stop.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.debug("a late alarm cut the pause short");
    }
  }

  private void stream(DockerHttpClient http, Consumer<SwarmEvent> onEvent, Runnable onOpen)
      throws IOException {
    long until = Instant.now().getEpochSecond() + STREAM_SECONDS;
    String path = "/events?until=" + until + "&" + SwarmClient.filters(FILTER);
    Request request = transport.request(Request.Method.GET, path).build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      if (response.getStatusCode() != 200) {
        throw new IOException("HTTP " + response.getStatusCode());
      }
      aliveNanos = System.nanoTime();
      alarm(http, LONGEST_STREAM);
      onOpen.run(); // After the stream is open, so that no change falls between.
      try (MappingIterator<JsonNode> events =
          json.readerFor(JsonNode.class).readValues(response.getBody())) {
        while (events.hasNextValue()) {
          aliveNanos = System.nanoTime();
          JsonNode event = events.nextValue();
          if (mayBeOurs(event)) {
            onEvent.accept(event(event, aliveNanos));
          }
        }
      }
    }
  }

  /** Ends the stream after {@code limit}, unless set again or cancelled. */
  private void alarm(DockerHttpClient http, Duration limit) {
    alarm.cancel(false);
    alarm = watchdog.schedule(() -> end(http), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the running read: an interrupt ends one on a unix socket, closing ends one on TCP. */
  private void end(DockerHttpClient http) {
    thread.interrupt();
    try {
      http.close();
    } catch (IOException e) {
      LOG.debugf("stream not closed in order: %s", e.getMessage());
    }
  }

  /** Returns false for foreign configs: they come and go in a shared swarm and wake no loop. */
  private static boolean mayBeOurs(JsonNode event) {
    return !"config".equals(event.path("Type").asText())
        || SwarmConfigs.isOurs(event.at("/Actor/Attributes/name").asText(""));
  }

  private static SwarmEvent event(JsonNode event, long seenNanos) {
    String type = event.path("Type").asText();
    String fullName = event.at("/Actor/Attributes/name").asText("");
    String service = "service".equals(type) ? fullName.substring(fullName.indexOf('_') + 1) : "";
    boolean status = "config".equals(type) && fullName.startsWith(STATUS_CONFIG);
    return new SwarmEvent(status ? SwarmEvent.STATUS : type, service, seenNanos);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
