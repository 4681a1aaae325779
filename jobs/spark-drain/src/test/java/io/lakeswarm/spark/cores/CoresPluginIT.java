package io.lakeswarm.spark.cores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.spark.drain.LocalCluster;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver on a real cluster tells why it got no executor. */
class CoresPluginIT {
  @TempDir Path temp;

  @Test
  void aJobThatNoWorkerHasRoomForSaysSo() throws Exception {
    StringWriter log = recorded();
    try (LocalCluster cluster = new LocalCluster(temp, 1);
        JavaSparkContext spark = new JavaSparkContext(conf(cluster))) {
      CompletableFuture.runAsync(() -> spark.parallelize(List.of(1), 1).count());
      await()
          .atMost(LocalCluster.SOON)
          .untilAsserted(
              () ->
                  assertThat(log.toString())
                      .contains("Waiting for cores: 1 of 1 cores free, but no worker has 4096 MB"));
    }
  }

  private static StringWriter recorded() {
    StringWriter log = new StringWriter();
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName("recorded")
            .setTarget(log)
            .setLayout(PatternLayout.createDefaultLayout())
            .build();
    appender.start();
    ((Logger) LogManager.getLogger(CoresWatch.class)).addAppender(appender);
    return log;
  }

  private static SparkConf conf(LocalCluster cluster) {
    return cluster
        .driver("cores-it")
        .set("spark.executor.memory", "4g")
        .set("spark.plugins", CoresPlugin.class.getName());
  }
}
