package io.lakeswarm.reconciler.plan;

/**
 * One field whose live value differs from the deployed value. The text is safe to show: it holds no
 * secret.
 *
 * @param field for example {@code image} or {@code env FOO}
 * @param live the live value; {@link #ABSENT} when the field is absent
 * @param deployed the deployed value; {@link #ABSENT} when the field was absent
 */
public record Difference(String field, String live, String deployed) {

  /** The text for a missing value. */
  public static final String ABSENT = "(absent)";

  /** Returns the undoing change: {@code replicas 2 -> 1}, {@code env FOO: bar -> (absent)}. */
  @Override
  public String toString() {
    return field + (field.contains(" ") ? ": " : " ") + live + " -> " + deployed;
  }
}
