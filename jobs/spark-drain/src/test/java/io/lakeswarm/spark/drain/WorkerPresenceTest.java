package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.spark.drain.WorkerPresence.Answer;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerPresenceTest {
  /** "none" takes no connection, "slow" takes one and shows no page. */
  @ParameterizedTest
  @CsvSource({
    "'{\"id\":\"worker-1-10.0.1.9-7078\"}', THERE",
    "'{\"id\":\"worker-2-10.0.1.9-7078\"}', REPLACED",
    "'{}', THERE",
    "slow, THERE",
    "none, SILENT",
  })
  void saysWhoIsAtTheAddress(String page, Answer answer) {
    WorkerPresence presence =
        new WorkerPresence(
            "worker-1-10.0.1.9-7078",
            () -> failWhen("none", page),
            () -> {
              failWhen("slow", page);
              return new ObjectMapper().readTree(page);
            });
    assertThat(presence.look()).isEqualTo(answer);
  }

  private static void failWhen(String fault, String page) throws IOException {
    if (fault.equals(page)) {
      throw new IOException(fault);
    }
  }
}
