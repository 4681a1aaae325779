package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code e2e/budget.tsv}, and what {@code .ci/summary.py} makes of it. */
class BudgetTest {
  private static final int MOST_SECONDS = 45 * 60;
  private static final String REPORTS = "e2e/target/failsafe-reports";

  @TempDir private Path checkout;

  @Test
  void everyClassThatMakeTestRunsHasARowAndEveryRowAClass() throws IOException {
    assertThat(budget().keySet()).containsExactlyInAnyOrderElementsOf(classes());
  }

  @Test
  void allTogetherTake45MinutesAtMost() throws IOException {
    assertThat(budget().values()).allMatch(seconds -> seconds > 0);
    assertThat(budget().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(MOST_SECONDS);
  }

  @Test
  void theSummaryNamesOneClassAboveItsRow() throws IOException {
    table("AlphaE2E\t60\nBetaE2E\t60\n");
    report("AlphaE2E", 80);
    report("BetaE2E", 10);
    Command.Result summary = summary();
    assertThat(summary.exit()).as(summary.toString()).isZero();
    assertThat(summary.out().lines().map(BudgetTest::words))
        .contains("AlphaE2E 80 s of 60 s ABOVE", "BetaE2E 10 s of 60 s")
        .contains("three-engine classes 90 s of 120 s");
  }

  @Test
  void theSummaryFailsAboveTheSum() throws IOException {
    table("AlphaE2E\t60\nBetaE2E\t60\n");
    report("AlphaE2E", 100);
    report("BetaE2E", 21);
    Command.Result summary = summary();
    assertThat(summary.exit()).as(summary.toString()).isEqualTo(1);
    assertThat(summary.out()).contains("Cannot accept 121 s of three-engine tests");
  }

  @Test
  void aSlowHostHasMoreTime() throws IOException {
    table("AlphaE2E\t60\n");
    report("AlphaE2E", 100);
    assertThat(summary("LAKESWARM_SLOWNESS=2.0").exit()).isZero();
    assertThat(summary("LAKESWARM_SLOWNESS=1.5").exit()).isEqualTo(1);
  }

  @Test
  void theSummaryPrintsTheTenLongest() throws IOException {
    table("AE2E\t900\n");
    for (int i = 0; i < 11; i++) {
      report("Number" + i + "E2E", 10 + i);
    }
    assertThat(summary().out().lines().map(BudgetTest::words))
        .contains("Number1E2E 11 s no row in e2e/budget.tsv")
        .noneMatch(line -> line.startsWith("Number0E2E"));
  }

  private static String words(String line) {
    return String.join(" ", line.trim().split(" +"));
  }

  private void table(String text) throws IOException {
    Files.createDirectories(checkout.resolve(REPORTS));
    Files.writeString(checkout.resolve("e2e/budget.tsv"), text);
  }

  private void report(String name, int seconds) throws IOException {
    String xml = "<testsuite time=\"%d.2\"><testcase classname=\"x.%s\" name=\"t\"/></testsuite>";
    Files.writeString(
        checkout.resolve(REPORTS).resolve("TEST-x." + name + ".xml"), xml.formatted(seconds, name));
  }

  private Command.Result summary() {
    return summary("LAKESWARM_SLOWNESS=");
  }

  private Command.Result summary(String setting) {
    String script = Command.root().resolve(".ci/summary.py").toString();
    String run = "cd \"$0\" && env \"$1\" python3 \"$2\"";
    return Command.of("sh", "-c", run, checkout.toString(), setting, script).run();
  }

  private static Map<String, Integer> budget() throws IOException {
    return Files.readAllLines(Command.root().resolve("e2e/budget.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t"))
        .collect(Collectors.toMap(row -> row[0], row -> Integer.valueOf(row[1])));
  }

  /** Those without a tag: e2e/pom.xml leaves tagged ones out. */
  private static List<String> classes() throws IOException {
    Path sources = Command.root().resolve("e2e/src/test/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> sources.relativize(file).toString())
          .filter(file -> file.endsWith("E2E.java"))
          .map(file -> load(file.replace(".java", "").replace('/', '.')))
          .filter(type -> type.getAnnotationsByType(Tag.class).length == 0)
          .map(Class::getSimpleName)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Cannot load " + name + ": it is not compiled.", e);
    }
  }
}
