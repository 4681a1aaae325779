package io.lakeswarm.reconciler.observed;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The meaning of an access policy. Equal meaning is equal value: the server keeps lists as sets and
 * returns them in another order each time.
 *
 * @param statements in any order
 */
public record PolicyDocument(Set<Statement> statements) {

  /** Takes a copy. */
  public PolicyDocument {
    statements = Set.copyOf(statements);
  }

  /**
   * One statement.
   *
   * @param allow true for Allow, false for Deny
   * @param others all its other keys (Sid, Condition, NotAction …), lists as sets
   */
  public record Statement(
      boolean allow, Set<String> actions, Set<String> resources, Map<String, Object> others) {

    /** Takes copies. */
    public Statement {
      actions = Set.copyOf(actions);
      resources = Set.copyOf(resources);
      others = Map.copyOf(others);
    }

    private boolean covers(String action, String resource) {
      return matches(actions, action) && (resources.isEmpty() || matches(resources, resource));
    }
  }

  /**
   * Returns true when the policy by itself allows its user {@code action} (such as {@code
   * s3:PutObject}) on {@code resource} (such as {@code arn:aws:s3:::wsl/*}). Conditions are
   * ignored.
   */
  public boolean allows(String action, String resource) {
    List<Statement> covering =
        statements.stream().filter(statement -> statement.covers(action, resource)).toList();
    return !covering.isEmpty() && covering.stream().allMatch(Statement::allow);
  }

  private static boolean matches(Set<String> patterns, String text) {
    return patterns.stream()
        .anyMatch(pattern -> Pattern.matches(pattern(pattern), text) || pattern.equals(text));
  }

  private static String pattern(String wildcards) {
    return ("\\Q" + wildcards + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
  }
}
