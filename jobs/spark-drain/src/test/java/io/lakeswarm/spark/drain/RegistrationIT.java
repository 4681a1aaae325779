package io.lakeswarm.spark.drain;

import static io.lakeswarm.spark.drain.LocalCluster.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workers beside a master that restarts on its recovery directory. Whether a worker that runs
 * and is not registered ends:
 *
 * <table>
 *   <caption>Ways to run without a registration</caption>
 *   <tr><td>new process at the address of a remembered worker</td><td>{@link #REUSED}</td></tr>
 *   <tr><td>the master's page answers, its RPC port does not</td><td>{@link #CUT_OFF}</td></tr>
 *   <tr><td>control: the master restarts and remembers the worker</td><td>{@link #KNOWN}</td></tr>
 *   <tr><td>dead for the master, forgotten by it, master not ALIVE</td>
 *       <td>{@link MasterAnswerTest}, {@link AbsenceTest}</td></tr>
 *   <tr><td>registration refused; 16 attempts without an answer</td>
 *       <td>Spark's worker exits 1 by itself (Worker.scala)</td></tr>
 * </table>
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistrationIT {
  private static final String REUSED = "127.0.0.2";
  private static final String KNOWN = "127.0.0.3";
  private static final String CUT_OFF = "127.0.0.4";

  /** From an ALIVE master to the end of a worker that it does not list. */
  private static final Duration RIGHT_AGAIN = Duration.ofSeconds(60);

  private static LocalCluster cluster;

  @BeforeAll
  static void start(@TempDir Path temp) throws IOException {
    cluster = new LocalCluster(temp, 2);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Spark's own master would wait for the old worker for longer than this test waits. */
  @Test
  @Order(1)
  void theMasterForgetsAWorkerThatIsGoneAndTheNewOneAtItsAddressRegisters() throws Exception {
    cluster.killMaster();
    cluster.killWorker(REUSED);
    cluster.startWorker(REUSED);
    cluster.awaitOwnPage(REUSED);

    cluster.startMaster(RecoveringMaster.class, "-Dspark.worker.timeout=3600");
    await().atMost(SOON).until(() -> "ALIVE".equals(cluster.pages().status()));
    assertThat(cluster.masterLog()).containsOnlyOnce("Forgot worker-");
    for (String host : List.of(REUSED, KNOWN)) {
      await().atMost(SOON).until(() -> "ALIVE".equals(cluster.pages().states().get(host)));
      assertThat(cluster.isRunning(host)).as(host).isTrue();
    }
  }

  /** The worker is replaced after the master has looked: Spark's own master never looks. */
  @Test
  @Order(2)
  void aWorkerThatTheMasterDoesNotListEndsAndItsSuccessorRegisters() throws Exception {
    cluster.killMaster();
    cluster.killWorker(REUSED);
    // Both have a wrong address for the master. The master asks the one at a remembered address;
    // with the right address that one might register before it is asked.
    cluster.startWorker(REUSED, "spark://127.0.0.1:" + LocalCluster.freePort());
    cluster.startWorker(CUT_OFF, "spark://127.0.0.1:" + LocalCluster.freePort());
    cluster.awaitOwnPage(REUSED);
    cluster.awaitOwnPage(CUT_OFF);

    // Recovery lasts as long as this timeout, and workers send a heartbeat each 15 s.
    cluster.startMaster(Master.class, "-Dspark.worker.timeout=20");
    await().atMost(SOON).until(() -> "ALIVE".equals(cluster.pages().status()));
    // The new process has answered for its predecessor: it takes itself for registered. A slow
    // host's answer comes after the master gave up waiting for it.
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(cluster.masterLog()).contains("Scheduler state from unknown worker"));

    await().atMost(RIGHT_AGAIN).until(() -> !cluster.isRunning(REUSED));
    await().atMost(RIGHT_AGAIN).until(() -> !cluster.isRunning(CUT_OFF));
    assertNotRegistered(REUSED);
    assertNotRegistered(CUT_OFF);

    cluster.startWorker(REUSED);
    await().atMost(SOON).until(() -> "ALIVE".equals(cluster.pages().states().get(REUSED)));
    assertThat(cluster.isRunning(KNOWN)).as("the worker that the master remembered").isTrue();
    assertThat(cluster.pages().states()).containsEntry(KNOWN, "ALIVE");
  }

  private void assertNotRegistered(String host) throws IOException, InterruptedException {
    assertThat(cluster.exitCode(host)).isEqualTo(1);
    assertThat(cluster.log(host)).contains("Cannot stay a worker", "does not list worker-");
  }
}
