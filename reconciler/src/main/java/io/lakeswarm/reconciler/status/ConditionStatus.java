package io.lakeswarm.reconciler.status;

/** Three values: not knowing is neither true nor false. */
public enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  /** The word users see. */
  public String text() {
    return text;
  }

  /** The status with this text; throws {@link IllegalArgumentException} when there is none. */
  public static ConditionStatus of(String text) {
    return valueOf(text.toUpperCase(java.util.Locale.ROOT));
  }
}
