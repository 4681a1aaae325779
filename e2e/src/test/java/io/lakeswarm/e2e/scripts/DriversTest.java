package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stacks/drivers.sh} on a host that is made of stub programs. */
class DriversTest {
  private static final String SPARK_JOB = "nightly 127.0.0.1:5000/lakeswarm/wsl-spark-apps:1";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void littleTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
  }

  @Test
  void aNewPlatformWaitsForNothing() throws IOException {
    swarm("edge_gateway", "", SPARK_JOB);
    assertWaitsForNothing();
  }

  @Test
  void theSameSecretWaitsForNothing() throws IOException {
    swarm("spark_spark-master", "spark_pages_token_1\nspark_secret_new", SPARK_JOB);
    assertWaitsForNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "python 127.0.0.1:5000/lakeswarm/wsl-python-apps:1",
        "ended 127.0.0.1:5000/lakeswarm/wsl-spark-apps:1"
      })
  void whatIsNoRunningDriverIsNotWaitedFor(String job) throws IOException {
    swarm("spark_spark-master", "spark_secret_old", job);
    assertWaitsForNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spark_secret_old"})
  void aRunningDriverIsWaitedFor(String secret) throws IOException {
    String once = "[ -e \"$0.asked\" ] || { touch \"$0.asked\"; echo '" + SPARK_JOB + "'; }";
    stub("spark_spark-master", secret, once);
    Command.Result result = run(60);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.all()).contains("another secret once these jobs have ended: nightly\n");
  }

  @Test
  void aDriverThatDoesNotEndStopsTheDeployBeforeSparkChanges() throws IOException {
    swarm("spark_spark-master", "", SPARK_JOB);
    Command.Result result = run(0);
    assertThat(result.exit()).isOne();
    assertThat(result.all())
        .contains("Cannot give Spark its new secret: after 0 s these jobs still run: nightly.");
  }

  @Test
  void aManagerThatDoesNotAnswerIsNoSwarmWithoutJobs() throws IOException {
    stub("spark_spark-master", "spark_secret_old", "exit 1");
    Command.Result result = run(0);
    assertThat(result.exit()).isOne();
    assertThat(result.all()).contains("Cannot read the swarm ('docker service ls')");
  }

  private void assertWaitsForNothing() {
    Command.Result result = run(0);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.all()).isEmpty();
  }

  private void swarm(String service, String secrets, String job) throws IOException {
    stub(service, secrets, "echo '" + job + "'");
  }

  private void stub(String service, String secrets, String jobs) throws IOException {
    host.stub(
        "docker",
        ("case \"$*\" in *label=lakeswarm.job*) %s ;; 'service ls'*) echo %s ;;"
                + " 'service ps'*' ended') ;; 'service ps'*) echo task ;; *) echo '%s' ;; esac")
            .formatted(jobs, service, secrets));
  }

  private Command.Result run(int timeout) {
    return host.function("drivers", "SECRET_SPARK_SECRET=spark_secret_new wait_drivers")
        .with(Map.of("DRIVERS_TIMEOUT", "" + timeout))
        .run();
  }
}
