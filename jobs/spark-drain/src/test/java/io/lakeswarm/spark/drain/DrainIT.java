package io.lakeswarm.spark.drain;

import static io.lakeswarm.spark.drain.LocalCluster.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** A worker leaves a real cluster in the middle of a shuffle, and no task notices. */
class DrainIT {
  private static final String FALLBACK = "spark.storage.decommission.fallbackStorage.";
  private static final String PLUGIN = DrainAwarePlugin.class.getName();
  private static final int ROWS = 6_000;

  @TempDir static Path temp;
  private static LocalCluster cluster;
  private JavaSparkContext spark;
  private final TaskLedger ledger = new TaskLedger();
  private final ExecutorService driver = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void start() throws IOException {
    cluster = new LocalCluster(temp, 3);
  }

  @BeforeEach
  void completeCluster() throws IOException {
    cluster.complete();
  }

  private void connect(SparkConf conf, int executors) {
    spark = new JavaSparkContext(conf);
    spark.sc().addSparkListener(ledger);
    int withDriver = executors + 1;
    await()
        .atMost(SOON)
        .until(() -> spark.sc().statusTracker().getExecutorInfos().length == withDriver);
  }

  @AfterEach
  void stop() {
    driver.shutdownNow();
    if (spark != null) {
      spark.stop();
    }
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aTaskThatFetchesLateFindsTheBlocksOfAWorkerTheMasterDrained() throws Exception {
    connect(conf(), 3);
    // Two tasks read six shuffle partitions each, one after the other. All but the first fetch of
    // each begin after the idle third worker has gone.
    Path gone = temp.resolve("gone");
    String gate = gone.toString();
    JavaPairRDD<Integer, Integer> partitions = shuffled(12);
    Future<Long> sum =
        inBackground(
            () -> partitions.coalesce(2).mapPartitions(rows -> behind(gate, rows)).count());
    String idle = theOther(hostsOfSecondStage(2));
    cluster.pages().decommission(idle);

    assertThat(cluster.exitCode(idle)).isZero();
    assertThat(ledger.running()).as("still reading").hasSize(2);
    executorsAsk();
    Files.createFile(gone);
    assertThat(sum.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ROWS);
    assertUndisturbed();
    assertThat(cluster.log(idle)).contains("the master decommissioned this worker", "Drain done");
  }

  @Test
  void tasksStillToComeFindTheBlocksOfAWorkerThatGotTerm() throws Exception {
    connect(conf(), 3);
    Future<Long> sum = inBackground(() -> shuffled(12).mapPartitions(DrainIT::slowly).count());
    String victim = hostsOfSecondStage(3).iterator().next();
    cluster.terminate(victim);

    assertThat(cluster.exitCode(victim)).isZero();
    assertThat(sum.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ROWS);
    assertUndisturbed();
    assertThat(cluster.log(victim)).contains("received TERM", "Drain done");
    await().atMost(SOON).until(() -> !"ALIVE".equals(cluster.pages().states().get(victim)));
  }

  @Test
  void blocksOfTheOnlyExecutorWaitInTheFallbackStorage() throws Exception {
    Path fallback = Files.createDirectory(temp.resolve("fallback"));
    connect(
        conf()
            .set("spark.cores.max", "1")
            .set(FALLBACK + "path", fallback.toUri().toString())
            .set(FALLBACK + "cleanUp", "true"),
        1);
    Future<Long> sum = inBackground(() -> shuffled(6).mapPartitions(DrainIT::slowly).count());
    String only = hostsOfSecondStage(1).iterator().next();
    cluster.terminate(only);

    assertThat(cluster.exitCode(only)).isZero();
    assertThat(sum.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ROWS);
    assertUndisturbed();
    assertThat(fallback).as("filled").isNotEmptyDirectory();
    spark.stop();
    assertThat(fallback).as("cleaned up").isEmptyDirectory();
  }

  /**
   * Waits until the executors have asked the driver again. On a busy host that may come later than
   * the end of the drained worker; until then they use the old addresses.
   */
  private static void executorsAsk() {
    long before = asks();
    await().atMost(SOON).until(() -> asks() >= before + 8);
  }

  /** How often executors asked; without the plugin as often as the test wants. */
  private static long asks() {
    return JavaConverters.seqAsJavaList(
            SparkEnv.get().metricsSystem().getSourcesByName("plugin." + PLUGIN))
        .stream()
        .mapToLong(source -> source.metricRegistry().counter("drain.asks").getCount())
        .findFirst()
        .orElseGet(System::nanoTime);
  }

  private void assertUndisturbed() {
    assertThat(ledger.failures()).isEmpty();
    assertThat(ledger.retriedStages()).isEmpty();
  }

  private JavaPairRDD<Integer, Integer> shuffled(int partitions) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      numbers.add(i);
    }
    return spark
        .parallelize(numbers, 9)
        .mapToPair(number -> new Tuple2<>(number, number))
        .partitionBy(new HashPartitioner(partitions));
  }

  /** Every five-hundredth row takes a second, so each partition of the shuffle takes about one. */
  private static java.util.Iterator<Integer> slowly(
      java.util.Iterator<Tuple2<Integer, Integer>> rows) {
    List<Integer> seen = new ArrayList<>();
    while (rows.hasNext()) {
      seen.add(rows.next()._2());
      if (seen.size() % 500 == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_300));
      }
    }
    return seen.iterator();
  }

  /** The first row at once, the others when the file exists. */
  private static java.util.Iterator<Integer> behind(
      String gate, java.util.Iterator<Tuple2<Integer, Integer>> rows) {
    List<Integer> seen = new ArrayList<>();
    long end = System.nanoTime() + SOON.toNanos();
    while (rows.hasNext()) {
      seen.add(rows.next()._2());
      while (seen.size() == 1 && !Files.exists(Path.of(gate))) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("No file " + gate);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
    return seen.iterator();
  }

  private Set<String> hostsOfSecondStage(int tasks) {
    await()
        .atMost(SOON)
        .until(() -> ledger.running().values().stream().filter(s -> s == 1).count() == tasks);
    return new TreeSet<>(ledger.running().keySet());
  }

  private String theOther(Set<String> hosts) {
    Set<String> others = new TreeSet<>(cluster.pages().states().keySet());
    others.removeAll(hosts);
    assertThat(others).hasSize(1);
    return others.iterator().next();
  }

  private <T> Future<T> inBackground(Callable<T> job) {
    return driver.submit(job);
  }

  private SparkConf conf() {
    return cluster
        .driver("drain-it")
        .set("spark.locality.wait", "0")
        .set("spark.decommission.enabled", "true")
        .set("spark.storage.decommission.enabled", "true")
        .set("spark.storage.decommission.replicationReattemptInterval", "2s")
        .set("spark.scheduler.maxRetainedRemovedDecommissionExecutors", "20")
        .set("spark.stage.ignoreDecommissionFetchFailure", "true")
        // -Ddrain.plugin= shows the control: both tests fail without it.
        .set("spark.plugins", System.getProperty("drain.plugin", PLUGIN));
  }
}
