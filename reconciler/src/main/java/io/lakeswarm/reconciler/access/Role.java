package io.lakeswarm.reconciler.access;

import java.util.Locale;

/** The owner of the token that a request carries. */
public enum Role {
  /** May read and change. */
  OPERATOR,
  /** May read. */
  VIEWER,
  /** No token, or one that is not valid. */
  UNKNOWN;

  /** Returns the word in logs and revisions. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
