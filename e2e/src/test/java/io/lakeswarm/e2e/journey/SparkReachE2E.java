package io.lakeswarm.e2e.journey;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container on the platform's network gets from Spark without Spark's secrets. */
@OnLab
@Order(4)
class SparkReachE2E {
  private static final String IMAGE = "/Spec/TaskTemplate/ContainerSpec/Image";
  private static final String JOB = "e2e-stranger";

  private final Platform platform;
  private final Containers containers;

  SparkReachE2E(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  @ParameterizedTest
  @CsvSource({"GET, /json/, 200", "POST, /workers/kill/?host=127.0.0.9, 403"})
  void aNotebookReadsTheMastersPagesAndChangesNothing(String method, String path, String status) {
    String answer =
        containers
            .exec(
                "notebooks_jupyterlab",
                "curl",
                "-s",
                "-m",
                "30",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "-X",
                method,
                "http://spark-master:8080" + path)
            .run()
            .orThrow()
            .text();
    assertThat(answer).isEqualTo(status);
  }

  /** Spark's own client asks the master to end a driver: it has all but the lake's keys. */
  @Test
  void aContainerWithoutTheLakesKeysIsNoClientOfTheMaster() {
    String image = platform.swarm().service("spark_spark-worker").at(IMAGE).asText();
    docker(
        "service create --detach --no-resolve-image --restart-condition none --network lakeswarm"
            + " --endpoint-mode dnsrr --limit-memory 1G --name %s %s -Xmx128m".formatted(JOB, image)
            + " -Dspark.authenticate=false org.apache.spark.deploy.Client"
            + " kill spark://spark-master:7077 driver-0");
    try {
      eventually(
          "refused",
          SOON,
          () -> assertThat(containers.logs(JOB)).contains("SparkException", "setupEndpointRef"));
    } finally {
      docker("service rm " + JOB);
    }
  }

  private void docker(String words) {
    platform.lab().docker(Node.FIRST, words.split(" ")).orThrow();
  }
}
