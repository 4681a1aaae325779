package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.Checkout;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/own-jobs.md to the letter, in a copy of the checkout. */
@OnLab
@Order(8)
class OwnJobE2E {
  private static final Pattern BLOCK = Pattern.compile("(?s)```\\w+ (\\S+)\\n(.*?)```");
  private static final String ABOVE = "COPY src/lakeswarm_jobs/ ";
  private static final Duration DEPLOY = Duration.ofMinutes(20);

  private final Platform platform;

  OwnJobE2E(Platform platform) {
    this.platform = platform;
  }

  @AfterEach
  void theKitAsItIs() {
    platform.deploy().run().orThrow();
  }

  @Test
  void thePageMakesAJobThatRuns(@TempDir Path copy) throws IOException {
    Checkout.into(copy);
    Map<String, String> blocks = blocks();
    assertThat(blocks).as("what the page makes").hasSize(3);
    for (Map.Entry<String, String> block : blocks.entrySet()) {
      apply(copy.resolve(block.getKey()), block.getValue());
    }

    script(copy, "stacks/deploy.sh", "up").within(DEPLOY).run().orThrow();
    Command.Result run = script(copy, "jobs/dags.sh", "greeting").within(DEPLOY).run().orThrow();

    assertThat(run.out()).contains("greeting greet: success");
    Airflow airflow = new Airflow(platform);
    assertThat(airflow.log("greeting", airflow.lastRun("greeting"), "greet", 1))
        .contains("Hello, lake!");
  }

  private Command script(Path copy, String name, String argument) {
    return platform.script(copy.resolve(name).toString(), argument);
  }

  private static Map<String, String> blocks() throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher found = BLOCK.matcher(Files.readString(Command.root().resolve("docs/own-jobs.md")));
    while (found.find()) {
      blocks.put(found.group(1), found.group(2));
    }
    return blocks;
  }

  /** A Dockerfile gets the line, everything else is a new file. */
  private static void apply(Path file, String text) throws IOException {
    if (!file.endsWith("Dockerfile")) {
      assertThat(file).doesNotExist();
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return;
    }
    String before = Files.readString(file);
    int end = before.indexOf('\n', before.indexOf(ABOVE)) + 1;
    Files.writeString(file, before.substring(0, end) + text + before.substring(end));
  }
}
