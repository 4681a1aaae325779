package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Operations, one config each: what was asked for is its data and cannot change, how far it got is
 * in its labels, which change by compare-and-set.
 */
@ApplicationScoped
public class OperationStore {
  private static final String KIND = "operation";
  private static final String STATE = "lakeswarm.operation.state";
  private static final String OUTCOME = "lakeswarm.operation.outcome";
  private static final String STEPS = "lakeswarm.operation.steps";
  private static final int KEPT_FINISHED = 20;
  private static final Duration SCALING_LIMIT = Duration.ofMinutes(30);
  private static final Duration BOOTSTRAP_LIMIT = Duration.ofMinutes(10);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private final Clock clock;
  private final Random random = new Random();

  /** Stores by way of {@code configs}. */
  public OperationStore(SwarmConfigs configs, ObjectMapper json, Clock clock) {
    this.configs = configs;
    this.json = json;
    this.clock = clock;
  }

  /** Stores a new running operation and removes the oldest finished ones beyond twenty. */
  public Operation begin(Operation.Request request, String reason) {
    Instant now = clock.instant();
    String id = ID.format(now) + "-" + "%04x".formatted(random.nextInt(0x10000));
    ObjectNode data = json.createObjectNode().put("id", id).put("kind", request.kind());
    Duration limit = BOOTSTRAP_LIMIT;
    if (request instanceof Operation.ScaleWorkers scale) {
      data.put("from", scale.from()).put("to", scale.to());
      limit = SCALING_LIMIT;
    }
    data.put("reason", reason);
    data.put("created", now.toString()).put("deadline", now.plus(limit).toString());
    MemoryConfig stored =
        configs.create(
            KIND, SwarmConfigs.name(KIND, id), data, Map.of(STATE, Operation.State.RUNNING.name()));
    List<Operation> finished =
        all().stream().filter(known -> known.state() != Operation.State.RUNNING).toList();
    finished.stream().limit(Math.max(0, finished.size() - KEPT_FINISHED)).forEach(this::remove);
    return operation(stored);
  }

  /** Every stored operation, oldest first. */
  public List<Operation> all() {
    return configs.all(KIND).stream()
        .map(this::operation)
        .sorted(Comparator.comparing(Operation::created).thenComparing(Operation::id))
        .toList();
  }

  /** One operation. */
  public Optional<Operation> find(String id) {
    return all().stream().filter(operation -> operation.id().equals(id)).findFirst();
  }

  /** Replaces state, outcome and steps; refused when somebody else did so since it was read. */
  public void update(Operation next) {
    MemoryConfig config = config(next.id());
    configs.label(
        config,
        Map.of(STATE, next.state().name(), OUTCOME, next.outcome(), STEPS, text(next.steps())));
  }

  private void remove(Operation operation) {
    configs.delete(config(operation.id()).id());
  }

  private MemoryConfig config(String id) {
    return configs.all(KIND).stream()
        .filter(config -> config.name().equals(SwarmConfigs.name(KIND, id)))
        .findFirst()
        .orElseThrow(
            () ->
                new ReconcileException.Unobservable(
                    "Cannot update operation " + id + ": its config is gone. It is forgotten."));
  }

  private Operation operation(MemoryConfig config) {
    JsonNode data = config.data();
    return new Operation(
        data.path("id").asText(),
        request(data, config.name()),
        data.path("reason").asText(),
        Instant.parse(data.path("created").asText()),
        Instant.parse(data.path("deadline").asText()),
        Operation.State.valueOf(config.labels().get(STATE)),
        config.labels().getOrDefault(OUTCOME, ""),
        steps(config));
  }

  private static Operation.Request request(JsonNode data, String name) {
    String kind = data.path("kind").asText();
    if (kind.equals(Operation.ScaleWorkers.KIND)) {
      return new Operation.ScaleWorkers(data.path("from").asInt(), data.path("to").asInt());
    }
    if (kind.startsWith(Operation.Bootstrap.PREFIX)) {
      return new Operation.Bootstrap(kind.substring(Operation.Bootstrap.PREFIX.length()));
    }
    throw new ReconcileException.Stalled(
        "Cannot read " + name + ": its kind " + kind + " is not known here. Remove the config.");
  }

  private List<String> steps(MemoryConfig config) {
    try {
      return json.readValue(config.labels().getOrDefault(STEPS, "[]"), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new ReconcileException.Stalled(
          "Cannot read the steps of " + config.name() + ": not a JSON list. Remove the config.", e);
    }
  }

  private String text(List<String> steps) {
    try {
      return json.writeValueAsString(steps);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of texts is always JSON", e);
    }
  }
}
