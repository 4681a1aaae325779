package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;

/** What one read of the master's page says about one worker. */
enum MasterAnswer {
  /** The master has the worker, or had it when its recovery began. */
  LISTED,

  /** The master drains the worker. */
  DECOMMISSIONED,

  /** The master is ALIVE and has no such worker, or only a DEAD one. */
  ABSENT,

  /** The master is not ALIVE: it recovers or stands by, and its list is not complete. */
  NOT_ALIVE,

  /** The page could not be read. */
  UNREACHABLE;

  /** Returns the answer for the worker with this id; never {@link #UNREACHABLE}. */
  static MasterAnswer of(JsonNode page, String workerId) {
    for (JsonNode worker : page.path("workers")) {
      if (worker.path("id").asText().equals(workerId)) {
        String state = worker.path("state").asText();
        if (state.equals("DECOMMISSIONED")) {
          return DECOMMISSIONED;
        }
        if (!state.equals("DEAD")) {
          return LISTED;
        }
      }
    }
    return page.path("status").asText().equals("ALIVE") ? ABSENT : NOT_ALIVE;
  }
}
