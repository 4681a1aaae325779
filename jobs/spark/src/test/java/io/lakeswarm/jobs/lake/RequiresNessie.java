package io.lakeswarm.jobs.lake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs where a Nessie server can be started; elsewhere says why not, and in CI fails. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNessie.Condition.class)
public @interface RequiresNessie {
  /** The decision. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean mustRun = "true".equals(System.getenv("CI"));
      return NessieServer.obstacle()
          .filter(obstacle -> !mustRun)
          .map(ConditionEvaluationResult::disabled)
          .orElseGet(
              () -> ConditionEvaluationResult.enabled("a server can be started, or must be"));
    }
  }
}
