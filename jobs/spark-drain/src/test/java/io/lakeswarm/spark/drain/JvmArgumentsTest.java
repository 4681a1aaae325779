package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmArgumentsTest {
  @Test
  void theImageOpensTheModulesTheTestsOpen() throws IOException {
    List<String> image =
        Files.readAllLines(Path.of(System.getProperty("lakeswarm.jvm.args"))).stream()
            .filter(line -> line.startsWith("--add-opens"))
            .toList();
    assertThat(image).isNotEmpty();
    assertThat(System.getProperty("lakeswarm.opens").split(" ")).containsAll(image);
  }
}
