package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.desired.PlainText;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Checks the free-text reason for a change: at most 200 characters of {@link PlainText}. */
final class Reason {
  private static final int LONGEST = 200;

  private Reason() {}

  /** Returns what is wrong with the text, empty when nothing is. */
  static Optional<String> flaw(String text) {
    return text.codePointCount(0, text.length()) > LONGEST
        ? Optional.of("must not be longer than " + LONGEST + " characters")
        : PlainText.flaw(text);
  }

  /**
   * Returns the reason in the body {@code {"reason":"…"}}; empty when there is no body of any type.
   */
  static String of(byte[] body, String contentType) {
    if (body == null || body.length == 0) {
      return "";
    }
    if (contentType == null || !contentType.startsWith(MediaType.APPLICATION_JSON)) {
      throw new ProblemException(415, "The body must be application/json.");
    }
    BodyFields fields = new BodyFields(RequestBody.json(body), List.of("reason"));
    String reason = fields.reason("reason");
    fields.requireGood();
    return reason;
  }
}
