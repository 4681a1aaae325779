package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The text of every action there is. A new one, or one that reads otherwise, shows its line here:
 * {@code src/test/resources/plan/actions.txt} is what users see in plans, logs and histories.
 */
class ActionTextTest {
  private static final String PACKAGE = "io/lakeswarm/reconciler";

  @Test
  void everyActionReadsAsItAlwaysDid() throws Exception {
    String actual = String.join("\n", lines()) + "\n";
    assertThat(actual).isEqualTo(Files.readString(golden()));
  }

  @Test
  void aPlanIsOneStepALine() {
    Plan plan =
        Plan.of(
            new Step(
                new SparkAction.ScaleWorkers("svc", 3, 2, 41),
                SparkPlanner.ABOVE,
                "41",
                List.of("task:x")),
            Step.of(new MinioAction.CreateBucket("wsl"), "bucket missing"));

    assertThat(plan)
        .hasToString(
            """
            scale service:spark-worker 3 -> 2 @41 # replicas above desired
            create bucket:wsl # bucket missing""");
  }

  private static Path golden() throws URISyntaxException {
    return Path.of(ActionTextTest.class.getResource("/plan/actions.txt").toURI());
  }

  private static List<String> lines() throws Exception {
    Path root = Path.of(Action.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root.resolve(PACKAGE))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
          .map(name -> type(name.substring(0, name.length() - 6).replace('/', '.')))
          .filter(type -> Action.class.isAssignableFrom(type) && !type.isInterface())
          .map(type -> name(type) + ": " + Step.of((Action) new Samples().of(type), "cause"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Class<?> type) {
    return type.getName().substring(type.getName().lastIndexOf('.') + 1).replace('$', '.');
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, ActionTextTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
