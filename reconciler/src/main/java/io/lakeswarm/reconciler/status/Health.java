package io.lakeswarm.reconciler.status;

import java.util.Locale;

/** What a condition means for a person: the same four words in the API, on the page, in jq. */
public enum Health {
  /** The status is the good one of its type. */
  GOOD,
  /** The status is the bad one of its type. */
  BAD,
  /** The status is Unknown, and the thing it speaks of is deployed. */
  UNKNOWN,
  /** The platform runs without the thing that the condition speaks of. */
  ABSENT;

  /** Returns the word in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
