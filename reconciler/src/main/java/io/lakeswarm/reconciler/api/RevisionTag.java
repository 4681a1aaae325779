package io.lakeswarm.reconciler.api;

/** Converts a revision number to an ETag and checks the precondition made of it. */
final class RevisionTag {
  private RevisionTag() {}

  static String of(int revision) {
    return "\"" + revision + "\"";
  }

  /** Refuses with 412 unless {@code ifMatch} is {@code *} or the tag of the current revision. */
  static void requireMatch(String ifMatch, int current) {
    String wanted = ifMatch.strip().replaceFirst("^W/", "");
    if (!wanted.equals("*") && !wanted.equals(of(current))) {
      throw new ProblemException(
          412,
          "The desired state is at revision " + current + " by now. Read it and decide again.");
    }
  }
}
