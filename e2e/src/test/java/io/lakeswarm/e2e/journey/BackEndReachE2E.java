package io.lakeswarm.e2e.journey;

import static io.lakeswarm.e2e.lab.Reach.asNobody;
import static io.lakeswarm.e2e.lab.Reach.assertUnreached;
import static io.lakeswarm.e2e.lab.Reach.curl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reach;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What containers on the platform's network and users of a node get from the databases and from
 * Spark, without being their clients.
 */
@OnLab
@Order(4)
class BackEndReachE2E {
  private static final String IMAGE = "/Spec/TaskTemplate/ContainerSpec/Image";
  private static final String JOB = "e2e-stranger";
  private static final String NOTEBOOKS = "notebooks_jupyterlab";

  private final Platform platform;
  private final Containers containers;

  BackEndReachE2E(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  @BeforeAll
  static void nothingBeyondTheNodesHasTheirAddresses() {
    Reach.endAtTheNodes();
  }

  @AfterAll
  static void asBefore() {
    Reach.asBefore();
  }

  @ParameterizedTest
  @CsvSource({
    "lakehouse_nessie-postgres, lakeswarm_nessie_db, lakehouse_nessie,"
        + " orchestration_airflow-scheduler",
    "orchestration_airflow-postgres, orchestration_airflow_db, orchestration_airflow-scheduler,"
        + " lakehouse_nessie"
  })
  void onlyItsOwnClientsReachIt(String database, String network, String client, String other) {
    String url = "http://" + address(database, network) + ":5432";
    // Postgres hangs up on HTTP: no answer, or a reset.
    Command.Result own = containers.exec(client, curl(url)).run();
    assertThat(own.exit()).as(url + " from its client: " + own).isIn(52, 56);
    assertUnreached(containers.exec(other, curl(url)), url);
    assertUnreached(containers.exec(NOTEBOOKS, curl(url)), url);
    assertUnreached(asNobody(platform.lab(), curl(url)), url);
    String name = "http://" + database.replaceFirst(".*_", "") + ":5432";
    assertUnreached(containers.exec(NOTEBOOKS, curl(name)), name);
  }

  @ParameterizedTest
  @CsvSource({"GET, /json/, 200", "POST, /workers/kill/?host=127.0.0.9, 403"})
  void aNotebookReadsTheMastersPagesAndChangesNothing(String method, String path, String status) {
    String[] request = curl("-X", method, "http://spark-master:8080" + path);
    assertThat(containers.exec(NOTEBOOKS, request).run().orThrow().text()).isEqualTo(status);
  }

  /**
   * Spark's own client asks the master to end a driver that is not there: the one with the lake's
   * keys gets that answer and ends by -1, the other one has no connection.
   */
  @Test
  void aContainerWithoutTheLakesKeysIsNoClientOfTheMaster() {
    String keys =
        platform
            .lab()
            .docker(Node.FIRST, "secret", "ls", "--format", "{{.Name}}")
            .orThrow()
            .out()
            .lines()
            .filter(name -> name.startsWith("aws_credentials_"))
            .findFirst()
            .orElseThrow();
    assertThat(exitOfClient("--secret source=" + keys + ",target=aws_credentials,mode=0444 "))
        .isEqualTo(255);
    assertThat(exitOfClient("")).isOne();
  }

  private int exitOfClient(String options) {
    String image = platform.swarm().service("spark_spark-worker").at(IMAGE).asText();
    return containers.runTask(
        JOB,
        options
            + "--endpoint-mode dnsrr --limit-memory 1G "
            + image
            + " -Xmx128m -Dspark.authenticate=true -Dspark.authenticate.secret=none"
            + " org.apache.spark.deploy.Client kill spark://spark-master:7077 driver-0");
  }

  /** Fails unless this network is the only one that its task is on. */
  private String address(String service, String network) {
    JsonNode attached =
        platform
            .lab()
            .read(Node.FIRST, "tasks/" + platform.swarm().only(service).id())
            .path("NetworksAttachments");
    assertThat(attached).as(service + ": " + attached).hasSize(1);
    assertThat(attached.at("/0/Network/Spec/Name").asText()).isEqualTo(network);
    return attached.at("/0/Addresses/0").asText().replaceFirst("/.*", "");
  }
}
