package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What went through the proxies of one run: calls by time, accepted writes by object. */
final class Traffic {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOTES = 40;

  private final VirtualTime time;
  private final Map<String, Integer> accepted = new TreeMap<>();
  private final Map<Dialect, List<Instant>> refused = new EnumMap<>(Dialect.class);
  private final Map<Dialect, List<Instant>> writes = new EnumMap<>(Dialect.class);
  private final Map<String, String> configNames = new HashMap<>();
  private final List<Integer> replicas = new ArrayList<>();
  private final Deque<String> notes = new ArrayDeque<>();
  private Optional<Instant> firedAt = Optional.empty();
  private boolean healed;
  private String lastRefused = "";

  Traffic(VirtualTime time) {
    this.time = time;
  }

  synchronized void forget() {
    accepted.clear();
    replicas.clear();
  }

  synchronized void fired() {
    firedAt = Optional.of(time.world().instant());
  }

  synchronized void healed() {
    healed = true;
  }

  /** A call to a server that is down; what an HTTP client repeats by itself is one call. */
  synchronized void refused(Dialect dialect, Message request) {
    Instant now = time.world().instant();
    String call = now + request.start();
    if (!call.equals(lastRefused)) {
      refused.computeIfAbsent(dialect, d -> new ArrayList<>()).add(now);
    }
    lastRefused = call;
  }

  /** A write was tried. */
  synchronized void wrote(Dialect dialect) {
    if (firedAt.isPresent() && !healed) {
      writes.computeIfAbsent(dialect, d -> new ArrayList<>()).add(time.world().instant());
    }
  }

  /** Calls to a server that was down, in the minute that began so long after the fault. */
  synchronized int refused(Dialect dialect, Duration since) {
    return within(refused, dialect, since);
  }

  /** Tried writes in the minute that began so long after the fault. */
  synchronized int writes(Dialect dialect, Duration since) {
    return within(writes, dialect, since);
  }

  private int within(Map<Dialect, List<Instant>> calls, Dialect dialect, Duration since) {
    Instant from = firedAt.orElseThrow().plus(since);
    Instant to = from.plus(Duration.ofMinutes(1));
    return (int)
        calls.getOrDefault(dialect, List.of()).stream()
            .filter(at -> !at.isBefore(from) && at.isBefore(to))
            .count();
  }

  synchronized void answered(Dialect dialect, Message request, Message answer) {
    note(request.start() + " -> " + answer.status());
    if (!answer.accepted()) {
      return;
    }
    String object = dialect.object(request);
    if (dialect == Dialect.DOCKER) {
      object = named(request, answer, object);
    }
    accepted.merge(object, 1, Integer::sum);
    if (dialect == Dialect.SPARK) {
      accepted.merge("drain " + request.target(), 1, Integer::sum);
    }
  }

  private String named(Message request, Message answer, String object) {
    try {
      if (object.startsWith("create")) {
        configNames.put(JSON.readTree(answer.body()).path("ID").asText(), object.substring(7));
      } else if (object.equals("scale workers")) {
        replicas.add(JSON.readTree(request.body()).at("/Mode/Replicated/Replicas").asInt());
      } else if (!object.startsWith("update")) {
        String id = request.path().split("/")[2];
        return object.replaceFirst("config", configNames.getOrDefault(id, id));
      }
      return object;
    } catch (IOException e) {
      throw new IllegalStateException("a server answered " + request.start() + " without JSON", e);
    }
  }

  /** How often each object was written with success. */
  synchronized Map<String, Integer> accepted() {
    return new TreeMap<>(accepted);
  }

  /** Every number of replicas that was written. */
  synchronized List<Integer> replicas() {
    return List.copyOf(replicas);
  }

  synchronized void note(String what) {
    notes.addLast(time.world().instant() + " " + what);
    if (notes.size() > NOTES) {
      notes.removeFirst();
    }
  }

  synchronized Collection<String> notes() {
    return List.copyOf(notes);
  }
}
