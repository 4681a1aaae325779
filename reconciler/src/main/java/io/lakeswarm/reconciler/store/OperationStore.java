package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
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
 * Stores operations, one config each. The request is the config's data and cannot change. The
 * progress is in its labels, which change by compare-and-set.
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
  private final Random random = new Random();

  /** The request as it is stored; only a scaling has {@code from} and {@code to}. */
  record Asked(
      String id,
      String kind,
      Optional<Integer> from,
      Optional<Integer> to,
      String reason,
      Instant created,
      Instant deadline) {

    static Asked of(String id, Operation.Request request, String reason, Instant now) {
      Optional<Operation.ScaleWorkers> scale = Operation.ScaleWorkers.in(request);
      return new Asked(
          id,
          request.kind(),
          scale.map(Operation.ScaleWorkers::from),
          scale.map(Operation.ScaleWorkers::to),
          reason,
          now,
          now.plus(scale.isPresent() ? SCALING_LIMIT : BOOTSTRAP_LIMIT));
    }

    Operation.Request request(String config) {
      if (kind.equals(Operation.ScaleWorkers.KIND)) {
        return new Operation.ScaleWorkers(from.orElse(0), to.orElse(0));
      }
      if (kind.startsWith(Operation.Bootstrap.PREFIX)) {
        return new Operation.Bootstrap(kind.substring(Operation.Bootstrap.PREFIX.length()));
      }
      throw new ReconcileException.Stalled(
          "Cannot read "
              + config
              + ": its kind "
              + kind
              + " is not known here. Remove the config.");
    }
  }

  /** Stores by way of {@code configs}. */
  public OperationStore(SwarmConfigs configs, ObjectMapper json) {
    this.configs = configs;
    this.json = json;
  }

  /**
   * Stores a new running operation, removes the oldest finished ones beyond twenty, and returns it.
   *
   * @param since when the request arrived; each write from then on belongs to the operation
   */
  public Operation begin(Operation.Request request, String reason, Instant since) {
    String id = ID.format(since) + "-" + "%04x".formatted(random.nextInt(0x10000));
    Asked asked = Asked.of(id, request, reason, since);
    MemoryConfig stored =
        configs.create(
            KIND,
            SwarmConfigs.name(KIND, id),
            json.valueToTree(asked),
            Map.of(STATE, Operation.State.RUNNING.name()));
    List<Operation> finished =
        all().stream().filter(known -> known.state() != Operation.State.RUNNING).toList();
    finished.stream().limit(Math.max(0, finished.size() - KEPT_FINISHED)).forEach(this::remove);
    return operation(stored);
  }

  /** Returns every stored operation, oldest first. */
  public List<Operation> all() {
    return configs.all(KIND).stream()
        .map(this::operation)
        .sorted(Comparator.comparing(Operation::created).thenComparing(Operation::id))
        .toList();
  }

  /** Returns one operation, empty when it is not stored. */
  public Optional<Operation> find(String id) {
    return all().stream().filter(operation -> operation.id().equals(id)).findFirst();
  }

  /** Replaces state, outcome and steps; refused when another writer changed them since the read. */
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
    Asked asked = RecordJson.read(json, config, Asked.class);
    return new Operation(
        asked.id(),
        asked.request(config.name()),
        asked.reason(),
        asked.created(),
        asked.deadline(),
        Operation.State.valueOf(config.labels().get(STATE)),
        config.labels().getOrDefault(OUTCOME, ""),
        steps(config));
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
