package io.lakeswarm.reconciler.status;

/** The three values of a condition: Unknown is neither True nor False. */
public enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  /** Returns the word that users see. */
  public String text() {
    return text;
  }

  /**
   * Returns the status with this text; throws {@link IllegalArgumentException} when there is none.
   */
  public static ConditionStatus of(String text) {
    return valueOf(text.toUpperCase(java.util.Locale.ROOT));
  }
}
