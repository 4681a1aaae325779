package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
  @Test
  void findsBothPages() {
    WorkerCommand command =
        WorkerCommand.parse(
            List.of("--webui-port", "18081", "--cores", "1", "spark://spark-master:7077"),
            "127.0.0.1",
            8080);
    assertThat(command.ownPage()).isEqualTo(URI.create("http://127.0.0.1:18081/json/"));
    assertThat(command.masterPage()).isEqualTo(URI.create("http://spark-master:8080/json/"));
  }

  @Test
  void knowsSparksDefaultPort() {
    assertThat(WorkerCommand.parse(List.of("spark://m:7077"), "h", 8080).ownPage()).hasPort(8081);
  }

  @Test
  void refusesNoMasterAndSeveral() {
    for (List<String> args : List.of(List.<String>of(), List.of("spark://a:7077,b:7077"))) {
      assertThatThrownBy(() -> WorkerCommand.parse(args, "h", 8080))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("spark://spark-master:7077");
    }
  }
}
