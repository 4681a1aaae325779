package io.lakeswarm.reconciler.desired;

import java.util.regex.Pattern;

/**
 * What the parts of the platform accept as a name, so that a bad one is refused before any write.
 */
enum NameRule {
  BUCKET(
      "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
      "must be a bucket name: 3 to 63 of a-z, 0-9, '-' and single '.', no IP address"),
  POLICY(
      "[A-Za-z0-9][A-Za-z0-9_-]{0,127}",
      "must be a policy name: up to 128 letters, digits, '-' and '_'"),
  USER("[a-z0-9][a-z0-9-]{0,63}", "must be a user name: up to 64 of a-z, 0-9 and '-'"),
  SECRET("[a-z][a-z0-9_]{0,63}", "must be a secret name: up to 64 of a-z, 0-9 and '_'"),
  POLICY_FILE(
      "(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\\.json",
      "must be the relative path of a .json file without '..'"),
  BRANCH(
      "(?!.*\\.\\.)[A-Za-z]([A-Za-z0-9./_-]*[A-Za-z0-9_-])?",
      "must be a branch name: a letter, then letters, digits, '.', '/', '_' and '-'"),
  NAMESPACE(
      "[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*",
      "must be a namespace: letters, digits and '_', levels separated by '.'"),
  SOURCE(
      "[A-Za-z][A-Za-z0-9_-]{0,63}",
      "must be a source name: a letter, then letters, digits, '_' and '-'"),
  ANY_TEXT(".*\\S.*", "must not be empty");

  private final Pattern pattern;
  private final String demand;

  NameRule(String regex, String demand) {
    this.pattern = Pattern.compile("^" + regex + "$");
    this.demand = demand;
  }

  boolean accepts(String value) {
    return pattern.matcher(value).find() && value.indexOf('\n') < 0;
  }

  String demand() {
    return demand;
  }
}
