package io.lakeswarm.e2e.lab;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the platform, and keeps what it looked like when one fails. */
public final class LabExtension
    implements ExecutionCondition,
        BeforeAllCallback,
        AfterTestExecutionCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LabExtension.class);

  /** What the tests before caused, a node that came back or a deploy, is no part of the next. */
  private static final Duration REST = Duration.ofMinutes(3);

  private final Optional<String> obstacle = new Lab().obstacle();

  /** Leaves tests out one by one, so that the report has each of them with the reason. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return obstacle
        .filter(reason -> context.getTestMethod().isPresent() && !mustRun())
        .map(reason -> ConditionEvaluationResult.disabled("no lab: " + reason))
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a lab"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (obstacle.isEmpty()) {
      session(context).open();
      session(context).platform().awaitRest(REST);
    } else if (mustRun()) {
      throw new IllegalStateException("CI=true, but there can be no lab: " + obstacle.get());
    }
  }

  private static boolean mustRun() {
    return "true".equals(System.getenv("CI"));
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context
        .getExecutionException()
        .filter(e -> !(e instanceof TestAbortedException))
        .isPresent()) {
      String name =
          context.getRequiredTestClass().getSimpleName()
              + "."
              + context.getRequiredTestMethod().getName();
      new Artifacts(session(context).platform()).collect(name);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Platform.class || type == Command.Result.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LabSession session = session(context);
    return parameter.getParameter().getType() == Platform.class
        ? session.platform()
        : session.firstDeploy();
  }

  /** Kept at the root, so that JUnit closes it after the last class, whatever happened. */
  private static LabSession session(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(LabSession.class, key -> new LabSession(), LabSession.class);
  }
}
