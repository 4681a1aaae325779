package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.Origin;
import io.lakeswarm.reconciler.store.Revision;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.StaleRevision;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Turns accepted requests into revisions. */
@ApplicationScoped
class DesiredWriter {
  private static final int ATTEMPTS = 3;
  private static final String AUTHOR = "operator";

  private final DesiredSource source;
  private final RevisionStore revisions;
  private final Clock clock;

  /** The previous number of workers, and the revision with the requested one. */
  record Scaled(int from, int revision) {}

  DesiredWriter(DesiredSource source, RevisionStore revisions, Clock clock) {
    this.source = source;
    this.revisions = revisions;
    this.clock = clock;
  }

  /**
   * Returns the revision with this number of workers: a new one, or the current one if it has it
   * already.
   */
  Scaled scale(ScaleRequest request) {
    for (int attempt = 1; ; attempt++) {
      Revision current = current();
      request.requireWithin(current.state().workers());
      int from = current.state().workers().replicas();
      if (from == request.replicas()) {
        return new Scaled(from, current.number());
      }
      JsonNode document = current.document().deepCopy();
      ((ObjectNode) document.at("/spark/workers")).put("replicas", request.replicas());
      try {
        Origin origin = origin("api", request.reason(), current.origin().fileHash());
        return new Scaled(from, revisions.append(current.number(), document, origin).number());
      } catch (StaleRevision e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Stores a whole document from the API; the same document again makes no new revision. */
  Revision replace(int previous, JsonNode document, String reason) {
    Optional<Revision> same = previous == 0 ? Optional.empty() : unchanged(document);
    return same.orElseGet(
        () -> revisions.append(previous, document, origin("api", reason, hashBefore())));
  }

  /** Stores a whole document from the file. */
  Revision replaceByFile(int previous, JsonNode document, String reason, String fileHash) {
    return revisions.append(previous, document, origin("file", reason, fileHash));
  }

  /**
   * Stores the document of revision {@code number} as a new revision, unless the current one has it
   * already. Returns the number. The current revision may be invalid; revision {@code number} must
   * be valid.
   */
  int rollBack(int number, Optional<String> ifMatch, String reason) {
    JsonNode document =
        revisions
            .document(number)
            .orElseThrow(
                () ->
                    new ProblemException(
                        404,
                        "There is no revision " + number + "; GET /api/v1/revisions lists them."));
    for (int attempt = 1; ; attempt++) {
      int current = revisions.newestNumber();
      ifMatch.ifPresent(wanted -> RevisionTag.requireMatch(wanted, current));
      if (revisions.document(current).filter(document::equals).isPresent()) {
        return current;
      }
      String why = "rollback to " + number + (reason.isEmpty() ? "" : ": " + reason);
      try {
        return revisions.append(current, document, origin("api", why, hashBefore())).number();
      } catch (InvalidDesiredState e) {
        throw new ProblemException(
            422,
            "Cannot roll back to revision " + number + ": its document is not valid any more.",
            ProblemException.FieldError.of(e));
      } catch (StaleRevision e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Returns the hash of the newest accepted file, empty when there was none. */
  String hashBefore() {
    return revisions.history().stream()
        .findFirst()
        .map(entry -> entry.getValue().fileHash())
        .orElse("");
  }

  /** Returns the current revision, for requests that need a valid one. */
  Revision current() {
    try {
      return source.current();
    } catch (InvalidDesiredState e) {
      throw new ReconcileException.Stalled(
          e.getMessage() + " Send a valid one by PUT /api/v1/desired-state.", e);
    }
  }

  private Optional<Revision> unchanged(JsonNode document) {
    try {
      return revisions.newest().filter(current -> current.document().equals(document));
    } catch (InvalidDesiredState stored) {
      return Optional.empty(); // What is stored is not valid, so the valid one sent now differs.
    }
  }

  private Origin origin(String kind, String reason, String fileHash) {
    return new Origin(kind, AUTHOR, reason, clock.instant(), fileHash);
  }
}
