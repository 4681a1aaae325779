package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;

/** What a process that does not know the cluster's secrets gets from a real master. */
class StrangerIT {
  private static LocalCluster cluster;

  @BeforeAll
  static void start(@TempDir Path temp) throws IOException {
    cluster = new LocalCluster(temp, 0);
    cluster.pages().status();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void whoKnowsTheSecretFindsTheMaster() {
    find(cluster.driver("friend"));
  }

  @Test
  void whoHasNoSecretDoesNot() {
    assertRefused(new SparkConf());
  }

  @Test
  void whoHasAnotherSecretDoesNot() {
    assertRefused(cluster.driver("stranger").set("spark.authenticate.secret", "another"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /json/, none, 200",
    "GET, /, none, 200",
    "GET, /app/?appId=none, none, 200",
    "POST, /workers/kill/?host=127.0.0.9, none, 403",
    "POST, /workers/kill/?host=127.0.0.9, Bearer another, 403",
    "POST, /workers/kill/?host=127.0.0.9, Bearer the token of the test's master, 404",
    "POST, /workers/%6bill/?host=127.0.0.9, none, 403",
    "POST, /json/, none, 403",
    "PUT, /json/, none, 403",
    "GET, /workers/kill/?host=127.0.0.9, none, 403",
    "GET, /workers/%6bill/?host=127.0.0.9, none, 403",
    "GET, /workers/%256bill/?host=127.0.0.9, none, 403",
    "GET, /workers/%u006bill/?host=127.0.0.9, none, 403",
    "GET, //workers//KILL/, none, 403",
  })
  void onlyTheReconcilerChangesAnythingByThePages(
      String method, String path, String authorization, int status) throws IOException {
    assertThat(cluster.pages().ask(method, path, authorization)).isEqualTo(status);
  }

  private static void assertRefused(SparkConf conf) {
    assertThat(catchThrowable(() -> find(conf))).isInstanceOf(SparkException.class);
  }

  private static void find(SparkConf conf) {
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
    RpcEnv environment = RpcEnv.create("test", "127.0.0.1", 0, conf, security, true);
    try {
      environment.setupEndpointRef(cluster.address(), "Master");
    } finally {
      environment.shutdown();
    }
  }
}
