package io.lakeswarm.spark.cores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class WaitReasonTest {
  private static final String FULL =
      "{'state': 'ALIVE', 'cores': 1, 'coresused': 1, 'memoryfree': 0}";
  private static final String FREE =
      "{'state': 'ALIVE', 'cores': 1, 'coresused': 0, 'memoryfree': 1024}";
  private static final String DEAD =
      "{'state': 'DEAD', 'cores': 1, 'coresused': 0, 'memoryfree': 1024}";

  @Test
  void namesWhoHoldsTheCores() {
    assertThat(reason(FULL + "," + FULL + "," + DEAD, own(0, 1024), app("app-1", "explore", 2)))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "Waiting for cores: 0 of 2 cores free; explore (app-1) holds 2. The job"
                            + " continues"));
  }

  @Test
  void namesTheThreeThatHoldMost() {
    assertThat(
            reason(
                FULL,
                own(0, 1024),
                app("a", "one", 1),
                app("b", "four", 4),
                app("c", "two", 2),
                app("d", "three", 3),
                app("e", "waits too", 0)))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains(
                        "; four (b) holds 4, three (d) holds 3, two (c) holds 2, 1 more hold the"
                            + " rest."));
  }

  @Test
  void aGrantedExecutorOnlyHasToStart() {
    assertThat(reason(FULL, own(1, 1024))).isEmpty();
  }

  @Test
  void saysThatNoWorkerIsThere() {
    assertThat(reason(DEAD, own(0, 1024)))
        .hasValueSatisfying(text -> assertThat(text).contains("no worker is registered"));
  }

  @Test
  void saysThatMemoryIsWhatLacks() {
    assertThat(reason(FREE, own(0, 4096)))
        .hasValueSatisfying(
            text -> assertThat(text).contains("1 of 1 cores free, but no worker has 4096 MB"));
  }

  @Test
  void aFreeWorkerIsForTheMasterToGrant() {
    assertThat(reason(FREE + "," + FULL, own(0, 1024)))
        .hasValueSatisfying(
            text -> assertThat(text).contains("1 of 2 cores free, and the Spark master"));
  }

  @Test
  void theMastersPageIsOnItsHost() {
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://spark-master:7077,b:7077");
    assertThat(CoresWatch.masterPage(conf))
        .hasValueSatisfying(page -> assertThat(page).hasToString("http://spark-master:8080/json/"));
    conf.set("spark.master.ui.port", "9");
    assertThat(CoresWatch.masterPage(conf)).hasValueSatisfying(page -> assertThat(page).hasPort(9));
    assertThat(CoresWatch.masterPage(conf.set("spark.master", "local[2]"))).isEmpty();
  }

  private static Optional<String> reason(String workers, String... apps) {
    String page = "{'workers': [" + workers + "], 'activeapps': [" + String.join(",", apps) + "]}";
    try {
      return WaitReason.of(new ObjectMapper().readTree(page.replace('\'', '"')), "app-own", 1);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(page, e);
    }
  }

  private static String own(int cores, int memory) {
    return "{'id': 'app-own', 'name': 'own', 'cores': %d, 'memoryperexecutor': %d}"
        .formatted(cores, memory);
  }

  private static String app(String id, String name, int cores) {
    return "{'id': '%s', 'name': '%s', 'cores': %d}".formatted(id, name, cores);
  }
}
