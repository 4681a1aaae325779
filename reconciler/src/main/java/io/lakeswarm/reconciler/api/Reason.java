package io.lakeswarm.reconciler.api;

import java.util.Optional;

/** The free text that says why somebody changed something: one line of at most 200 characters. */
final class Reason {
  private static final int LONGEST = 200;

  private Reason() {}

  /** What is wrong with the text, empty when nothing is. */
  static Optional<String> flaw(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("must not be longer than " + LONGEST + " characters");
    }
    return text.chars().anyMatch(Character::isISOControl)
        ? Optional.of("must be one line without control characters")
        : Optional.empty();
  }
}
