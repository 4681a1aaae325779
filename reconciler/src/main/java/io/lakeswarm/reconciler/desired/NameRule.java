package io.lakeswarm.reconciler.desired;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks names by the rules of the parts of the platform, so that a bad one is refused before any
 * write.
 */
enum NameRule {
  BUCKET(
      63,
      "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
      "must be a bucket name: 3 to 63 of a-z, 0-9, '-' and single '.', no IP address"),
  POLICY(
      128,
      "[A-Za-z0-9][A-Za-z0-9_-]{0,127}",
      "must be a policy name: up to 128 letters, digits, '-' and '_'"),
  USER(64, "[a-z0-9][a-z0-9-]{0,63}", "must be a user name: up to 64 of a-z, 0-9 and '-'"),
  SECRET(64, "[a-z][a-z0-9_]{0,63}", "must be a secret name: up to 64 of a-z, 0-9 and '_'"),
  POLICY_FILE(
      255,
      "(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\\.json",
      "must be the relative path of a .json file without '..'"),
  BRANCH(
      128,
      "(?!.*\\.\\.)[A-Za-z]([A-Za-z0-9./_-]*[A-Za-z0-9_-])?",
      "must be a branch name: a letter, then letters, digits, '.', '/', '_' and '-'"),
  NAMESPACE(
      255,
      "[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+){0,19}",
      "must be a namespace: letters, digits and '_', up to 20 levels separated by '.'"),
  SOURCE(
      64,
      "[A-Za-z][A-Za-z0-9_-]{0,63}",
      "must be a source name: a letter, then letters, digits, '_' and '-'"),
  NESSIE_ENDPOINT(
      255,
      "(?!.*\\.\\.)https?://" + NameRule.SERVER + "(/[A-Za-z0-9._~-]+)*/?",
      "must be http:// or https://, a host, and optionally a port and a path" + NameRule.PLAIN),
  S3_ENDPOINT(255, NameRule.SERVER, "must be a host or host:port" + NameRule.PLAIN),
  ROOT_PATH(
      255,
      "(?!.*\\.\\.)/?[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9 ._=+@-]+)*/?",
      "must be a bucket, or a path in it: letters, digits and ' ._=+@-', without '..'"),
  ANY_TEXT(255, ".*\\S.*", "must not be empty");

  /** A name whose last label begins with a letter, or a dotted address; with a port or without. */
  private static final String SERVER =
      "(?!127\\.|0\\.|169\\.254\\.)"
          + "(([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\\.)*[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?"
          + "|(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3})(:[1-9][0-9]{0,4})?";

  private static final String PLAIN = "; no user, query, loopback or link-local address";

  private final int longest;
  private final Pattern pattern;
  private final String demand;

  NameRule(int longest, String regex, String demand) {
    this.longest = longest;
    this.pattern = Pattern.compile("^" + regex + "$");
    this.demand = demand;
  }

  /** Returns what is wrong with the value; empty when nothing is. */
  Optional<String> flaw(String value) {
    // First: a pattern with a group in a loop overflows the stack on a long text.
    if (value.codePointCount(0, value.length()) > longest) {
      return Optional.of("must not be longer than " + longest + " characters");
    }
    boolean accepted = pattern.matcher(value).find() && value.indexOf('\n') < 0;
    return accepted ? Optional.empty() : Optional.of(demand);
  }
}
