package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "ALIVE,               w1 ALIVE,                   LISTED",
    "ALIVE,               w2 ALIVE,                   ABSENT",
    "ALIVE,               w1 DEAD,                    ABSENT",
    "ALIVE,               w1 DECOMMISSIONED,          DECOMMISSIONED",
    "ALIVE,               w2 DECOMMISSIONED,          ABSENT",
    "RECOVERING,          w1 UNKNOWN,                 LISTED",
    "RECOVERING,          w2 UNKNOWN,                 NOT_ALIVE",
    "COMPLETING_RECOVERY, w2 UNKNOWN,                 NOT_ALIVE",
    "STANDBY,             w2 UNKNOWN,                 NOT_ALIVE",
    "'',                  w2 ALIVE,                   NOT_ALIVE"
  })
  void ofWorkerOne(String status, String worker, MasterAnswer answer) throws IOException {
    String[] row = worker.split(" ");
    String page =
        "{\"status\":\"%s\",\"workers\":[{\"id\":\"%s\",\"state\":\"%s\"}]}"
            .formatted(status, row[0], row[1]);
    assertThat(MasterAnswer.of(DrainTest.json(page), "w1")).isEqualTo(answer);
  }
}
