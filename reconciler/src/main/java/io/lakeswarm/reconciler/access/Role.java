package io.lakeswarm.reconciler.access;

import java.util.Locale;

/** Whose token a request carries. */
public enum Role {
  /** May read and change. */
  OPERATOR,
  /** May read. */
  VIEWER,
  /** No token, or one that is not known. */
  UNKNOWN;

  /** The word in logs and revisions. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
