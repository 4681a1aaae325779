package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.api.ProblemException.FieldError;
import io.lakeswarm.reconciler.desired.WorkersSpec;
import java.util.List;

/** The body of {@code PUT /spark/workers}. */
record ScaleRequest(int replicas, String reason) {
  static ScaleRequest of(JsonNode body) {
    BodyFields fields = new BodyFields(body, List.of("replicas", "reason"));
    ScaleRequest request = new ScaleRequest(fields.number("replicas"), fields.reason("reason"));
    fields.requireGood();
    return request;
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
