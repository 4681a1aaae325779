package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.observed.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An operation as the API returns it.
 *
 * @param from the number of workers before; empty unless workers are scaled
 * @param to the requested number; empty unless workers are scaled
 * @param reason the reason of the request; once it has failed, the cause of the failure
 */
record OperationView(
    String operation,
    String kind,
    Operation.State state,
    Optional<Integer> from,
    Optional<Integer> to,
    String reason,
    Instant created,
    Instant deadline,
    List<String> steps) {

  static OperationView of(Operation operation) {
    Optional<Operation.ScaleWorkers> scale = Operation.ScaleWorkers.in(operation.request());
    return new OperationView(
        operation.id(),
        operation.request().kind(),
        operation.state(),
        scale.map(Operation.ScaleWorkers::from),
        scale.map(Operation.ScaleWorkers::to),
        operation.outcome().isEmpty() ? operation.reason() : operation.outcome(),
        operation.created(),
        operation.deadline(),
        operation.steps());
  }
}
