package io.lakeswarm.e2e.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Map tasks that each write some shuffle data, then reduce tasks that each read a part of all of
 * it. Arguments: {@code maps=16 mapSeconds=4 reduces=12 reduceSeconds=6 kilobytes=500}.
 *
 * <p>Prints {@code PROBE_RESULT} and a JSON object at the end; fails when a record is missing.
 */
public final class ShuffleProbe {
  private static final int RECORD_BYTES = 1_000;

  private ShuffleProbe() {}

  /** Runs the job against the master that the configuration names. */
  public static void main(String[] args) {
    Map<String, Integer> options = options(args);
    long started = System.nanoTime();
    Losses losses = new Losses();
    long records;
    String application;
    try (JavaSparkContext spark =
        new JavaSparkContext(new SparkConf().setAppName("shuffle-probe"))) {
      spark.sc().addSparkListener(losses);
      application = spark.sc().applicationId();
      records = run(spark, options);
    }
    long expected = (long) options.get("maps") * options.get("kilobytes");
    double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / 1000.0;
    System.out.printf(
        "PROBE_RESULT {\"application\":\"%s\",\"records\":%d,\"expected\":%d,\"seconds\":%.1f,%s}%n",
        application, records, expected, seconds, losses.json());
    if (records != expected) {
      System.exit(1);
    }
  }

  private static long run(JavaSparkContext spark, Map<String, Integer> options) {
    int maps = options.get("maps");
    int reduces = options.get("reduces");
    int mapSeconds = options.get("mapSeconds");
    int reduceSeconds = options.get("reduceSeconds");
    int perMap = options.get("kilobytes");
    JavaPairRDD<Integer, byte[]> written =
        spark
            .parallelize(IntStream.range(0, maps).boxed().toList(), maps)
            .mapPartitionsToPair(task -> records(perMap, mapSeconds));
    return written
        .partitionBy(new HashPartitioner(reduces))
        .mapPartitions(part -> count(part, reduceSeconds))
        .reduce(Long::sum);
  }

  private static Iterator<Tuple2<Integer, byte[]>> records(int count, int seconds) {
    pass(seconds);
    List<Tuple2<Integer, byte[]>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Tuple2<>(i, new byte[RECORD_BYTES]));
    }
    return all.iterator();
  }

  private static Iterator<Long> count(Iterator<Tuple2<Integer, byte[]>> part, int seconds) {
    long count = 0;
    while (part.hasNext()) {
      part.next();
      count++;
    }
    pass(seconds);
    return List.of(count).iterator();
  }

  /** Work that takes time but no core, so that it takes the same time on a busy machine. */
  private static void pass(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("The task was killed");
      }
    }
  }

  private static Map<String, Integer> options(String[] args) {
    Map<String, Integer> options =
        new HashMap<>(
            Map.of(
                "maps", 16, "mapSeconds", 4, "reduces", 12, "reduceSeconds", 6, "kilobytes", 500));
    for (String argument : args) {
      String[] pair = argument.split("=", 2);
      if (!options.containsKey(pair[0])) {
        throw new IllegalArgumentException("Unknown option " + argument);
      }
      options.put(pair[0], Integer.valueOf(pair[1]));
    }
    return options;
  }
}
