package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One answer a second, as {@code <letter><repetitions>}: {@code L}isted, {@code A}bsent, {@code
 * N}ot alive, {@code U}nreachable, {@code D}ecommissioned.
 */
class AbsenceTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a process that took its predecessor's registration, N60 A31, true",
    "a master that forgot the worker without a restart,   L9 A31, true",
    "a registration in its first 15 s,                    A15 L1 A15, false",
    "a registration just within the limit,                A30 L40, false",
    "a master that restarts and remembers the worker,     L9 U20 N60 L9, false",
    "a master that restarts on an empty volume,           L9 U20 A15 L9, false",
    "a master that is away,                               L9 U600, false",
    "a master that never becomes ALIVE,                   N600, false",
    "a master that restarts again and again,              A20 N5 A20 N5 A20, false",
    "single reads that fail while the worker is absent,   A10 U3 A10 U3 A10 U3 A10, true",
    "the time without an answer does not count,           A15 U60 A15, false",
    "a drain that the master counts,                      L5 D60, false"
  })
  void endsTheWorker(String way, String answers, boolean ends) {
    Absence absence = new Absence();
    long now = Long.MAX_VALUE - 5;
    boolean exceeded = false;
    for (String run : answers.split(" ")) {
      MasterAnswer answer = answer(run.charAt(0));
      for (int i = 0; i < Integer.parseInt(run.substring(1)); i++) {
        now += TimeUnit.SECONDS.toNanos(1);
        exceeded |= absence.exceeds(answer, now);
      }
    }
    assertThat(exceeded).as(way).isEqualTo(ends);
  }

  private static MasterAnswer answer(char letter) {
    return switch (letter) {
      case 'L' -> MasterAnswer.LISTED;
      case 'A' -> MasterAnswer.ABSENT;
      case 'N' -> MasterAnswer.NOT_ALIVE;
      case 'U' -> MasterAnswer.UNREACHABLE;
      case 'D' -> MasterAnswer.DECOMMISSIONED;
      default -> throw new IllegalArgumentException("no answer " + letter);
    };
  }
}
