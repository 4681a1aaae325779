package io.lakeswarm.e2e.lab;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the platform, and keeps what it looked like when one fails. */
public final class LabExtension
    implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LabExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> obstacle = new Lab().obstacle();
    if (obstacle.isPresent()) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("CI=true, but there can be no lab: " + obstacle.get());
      }
      throw new TestAbortedException("no lab: " + obstacle.get());
    }
    session(context).open();
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
