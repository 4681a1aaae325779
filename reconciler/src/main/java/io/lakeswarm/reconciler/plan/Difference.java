package io.lakeswarm.reconciler.plan;

/**
 * One field that is not as it was deployed, fit for people: no secret is in it.
 *
 * @param field for example {@code image} or {@code env FOO}
 * @param live what it is; {@link #ABSENT} when it is not there
 * @param deployed what it was deployed as; {@link #ABSENT} when it was not there
 */
public record Difference(String field, String live, String deployed) {

  /** Instead of a value. */
  public static final String ABSENT = "(absent)";

  /** The change that would undo it: {@code replicas 2 -> 1}, {@code env FOO: bar -> (absent)}. */
  @Override
  public String toString() {
    return field + (field.contains(" ") ? ": " : " ") + live + " -> " + deployed;
  }
}
