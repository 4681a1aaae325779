package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.api.ProblemException.FieldError;
import io.lakeswarm.reconciler.desired.WorkersSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of {@code PUT /spark/workers}, read by hand so that every wrong field gets its own
 * answer.
 */
record ScaleRequest(int replicas, String reason) {
  static ScaleRequest of(JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("replicas") && !name.equals("reason")) {
                errors.add(FieldError.of(name, "is not a known field; known: replicas, reason"));
              }
            });
    JsonNode replicas = body.path("replicas");
    if (replicas.isMissingNode()) {
      errors.add(FieldError.of("replicas", "is missing"));
    } else if (!replicas.isIntegralNumber() || !replicas.canConvertToInt()) {
      errors.add(FieldError.of("replicas", "must be an integer"));
    }
    JsonNode reason = body.path("reason");
    if (!reason.isMissingNode() && !reason.isTextual()) {
      errors.add(FieldError.of("reason", "must be text"));
    } else {
      Reason.flaw(reason.asText("")).ifPresent(flaw -> errors.add(FieldError.of("reason", flaw)));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          400, "The body has " + errors.size() + " wrong field(s), see errors.", errors);
    }
    return new ScaleRequest(replicas.asInt(), reason.asText(""));
  }

  void requireWithin(WorkersSpec workers) {
    if (!workers.allows(replicas)) {
      String limits = workers.min() + ".." + workers.max();
      throw new ProblemException(
          422,
          "Cannot scale to "
              + replicas
              + " workers: the desired state allows "
              + limits
              + ". Ask for a number within, or change spark.workers.min and max.",
          List.of(FieldError.of("replicas", "must be within " + limits)));
    }
  }
}
