package io.lakeswarm.reconciler.status;

import java.util.Locale;

/** The health that a condition means: the same four words in the API, on the status page, in jq. */
public enum Health {
  /** The status is the good one of its type. */
  GOOD,
  /** The status is the bad one of its type. */
  BAD,
  /** The status is Unknown, and the server that it covers is deployed. */
  UNKNOWN,
  /** The platform runs without the server that the condition covers. */
  ABSENT;

  /** Returns the word in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
