package io.lakeswarm.reconciler.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.spark.SparkMasterClient.Answer;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the master's answers to a decommission mean. */
class DecommissionIT {
  private static final String UNKNOWN = "10.9.0.99";

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final FakeSparkMaster master = new FakeSparkMaster(swarm);
  @TempDir private Path secrets;

  @AfterEach
  void close() {
    master.close();
    swarm.close();
  }

  @Test
  void anUnknownWorkerIsNoMatch() throws IOException {
    assertThat(client(FakeSparkMaster.TOKEN).decommission(UNKNOWN)).isEqualTo(Answer.NO_MATCH);
  }

  @Test
  void aMasterWithoutTheSettingDoesNotAllowIt() throws IOException {
    master.allowDecommission(false);
    assertThat(client(FakeSparkMaster.TOKEN).decommission(UNKNOWN)).isEqualTo(Answer.NOT_ALLOWED);
  }

  @Test
  void anotherLoginIsRefused() throws IOException {
    assertThat(client("another").decommission(UNKNOWN)).isEqualTo(Answer.REFUSED);
  }

  @Test
  void withoutItsSecretItSaysSo() throws IOException {
    SparkMasterClient client = client("");
    assertThatThrownBy(() -> client.decommission(UNKNOWN))
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("Cannot read secret spark_pages_token");
  }

  private SparkMasterClient client(String token) throws IOException {
    Files.writeString(secrets.resolve("spark_pages_token"), token);
    var settings =
        TestSettings.of(
            Map.of(
                "lakeswarm.spark.master-url", master.url().toString(),
                "lakeswarm.secrets.dir", secrets.toString()));
    return new SparkMasterClient(
        new ObjectMapper(), settings, new SecretFiles(settings), Clock.systemUTC());
  }
}
