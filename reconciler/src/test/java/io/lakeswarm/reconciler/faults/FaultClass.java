package io.lakeswarm.reconciler.faults;

import java.util.Optional;

/** What can go wrong at one write; the columns of the table are the groups. */
enum FaultClass {
  CRASH_BEFORE("F1 crash"),
  CRASH_AFTER("F1 crash"),
  REPLY_LOST("F2 reply lost"),
  ERROR_500("F3 one error"),
  ERROR_503("F3 one error"),
  ERROR_409("F3 one error"),
  OUT_OF_SEQUENCE("F3 one error"),
  NO_LEADER("F3 one error"),
  FIVE_ERRORS("F3 long errors"),
  WRITES_REFUSED("F3 long errors"),
  SERVER_DOWN("F3 long errors"),
  TIME_OUT("F3 time-out"),
  SLOW_LORIS("F3 time-out"),
  STALE_LISTS("F4 stale"),
  STALE_RESTART("F4 stale"),
  STALE_CONFIGS("F4 stale"),
  STALE_TASKS("F4 stale"),
  EVENTS_LOST("F5 events"),
  EVENTS_DOUBLED("F5 events"),
  EVENTS_REORDERED("F5 events"),
  EVENTS_CUT("F5 events"),
  NEW_STATE("F7 new state"),
  PAUSED("F9 pause"),
  MINIO_WIPED("F10 wiped"),
  NESSIE_WIPED("F10 wiped"),
  DREMIO_WIPED("F10 wiped"),
  HOUR_AHEAD("F14 clock"),
  HOUR_BEHIND("F14 clock"),
  YEAR_AHEAD("F14 clock"),
  YEAR_BEHIND("F14 clock");

  private final String group;

  FaultClass(String group) {
    this.group = group;
  }

  /** The column. */
  String group() {
    return group;
  }

  /** The server that comes up on an empty volume, if that is what happens. */
  Optional<Dialect> wiped() {
    return switch (this) {
      case MINIO_WIPED -> Optional.of(Dialect.MINIO);
      case NESSIE_WIPED -> Optional.of(Dialect.NESSIE);
      case DREMIO_WIPED -> Optional.of(Dialect.DREMIO);
      default -> Optional.empty();
    };
  }

  /** True for those that go on until they are healed. */
  boolean lasts() {
    return switch (this) {
      case WRITES_REFUSED,
          SERVER_DOWN,
          STALE_LISTS,
          STALE_RESTART,
          STALE_CONFIGS,
          STALE_TASKS,
          EVENTS_LOST,
          EVENTS_DOUBLED,
          EVENTS_REORDERED,
          EVENTS_CUT,
          HOUR_AHEAD,
          HOUR_BEHIND,
          YEAR_AHEAD,
          YEAR_BEHIND ->
          true;
      default -> false;
    };
  }

  /** True when this list is answered from the past. */
  boolean isStale(String path) {
    return switch (this) {
      case STALE_LISTS, STALE_RESTART -> true;
      case STALE_CONFIGS -> path.equals("/configs");
      case STALE_TASKS -> path.equals("/tasks") || path.equals("/json/");
      default -> false;
    };
  }
}
