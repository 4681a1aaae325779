package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.api.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of a JSON body; every wrong field gets its own error. */
final class BodyFields {
  private final JsonNode body;
  private final List<FieldError> errors = new ArrayList<>();

  BodyFields(JsonNode body, List<String> known) {
    this.body = body;
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String names = String.join(", ", known);
                errors.add(FieldError.of(name, "is not a known field; known: " + names));
              }
            });
  }

  /** Returns a required whole number; 0 when it is wrong. */
  int number(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      errors.add(FieldError.of(name, "is missing"));
    } else if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      errors.add(FieldError.of(name, "must be an integer"));
    }
    return value.asInt();
  }

  /** Returns an optional {@link Reason}. */
  String reason(String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isTextual()) {
      errors.add(FieldError.of(name, "must be text"));
    } else {
      Reason.flaw(value.asText("")).ifPresent(flaw -> errors.add(FieldError.of(name, flaw)));
    }
    return value.asText("");
  }

  /** Throws a 400 that names every wrong field. */
  void requireGood() {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          400, "The body has " + errors.size() + " wrong field(s), see errors.", errors);
    }
  }
}
