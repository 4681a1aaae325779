package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import java.util.List;
import java.util.Optional;

/** Refuses a request; nothing was changed by it. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient List<FieldError> errors;

  /** One wrong field; {@code line} is present for documents sent as text. */
  record FieldError(String path, Optional<Integer> line, String message) {
    static FieldError of(String path, String message) {
      return new FieldError(path, Optional.empty(), message);
    }

    /** Returns every problem of a document. */
    static List<FieldError> of(InvalidDesiredState document) {
      return document.problems().stream()
          .map(p -> new FieldError(p.path(), Optional.of(p.line()), p.message()))
          .toList();
    }
  }

  ProblemException(int status, String detail) {
    this(status, detail, List.of());
  }

  ProblemException(int status, String detail, List<FieldError> errors) {
    super(detail);
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  int status() {
    return status;
  }

  List<FieldError> errors() {
    return errors;
  }
}
