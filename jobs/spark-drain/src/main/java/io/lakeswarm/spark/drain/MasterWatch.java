package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches this worker's row in the master's list: a drain that began there ends here, and a worker
 * without a row ends so that Swarm starts another.
 */
final class MasterWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);

  private final StatusPage.Source ownPage;
  private final StatusPage.Source masterPage;
  private final Drain drain;
  private final LongSupplier nanoTime;
  private final Absence absence = new Absence();
  private String ownId = "";
  private boolean reachable = true;

  MasterWatch(
      StatusPage.Source ownPage, StatusPage.Source masterPage, Drain drain, LongSupplier nanoTime) {
    this.ownPage = ownPage;
    this.masterPage = masterPage;
    this.drain = drain;
    this.nanoTime = nanoTime;
  }

  /** Reads the master's page once and acts on it; to be called once a second. */
  void poll() {
    if (drain.knownToMaster()) {
      return;
    }
    MasterAnswer answer = read();
    if (answer == MasterAnswer.DECOMMISSIONED) {
      drain.decommissionedByMaster();
    }
    if (absence.exceeds(answer, nanoTime.getAsLong())) {
      drain.endUnregistered(ownId);
    }
  }

  private MasterAnswer read() {
    try {
      if (ownId.isEmpty()) {
        // The page exists once the worker has its RPC port, just before it asks to be registered.
        ownId = ownPage.read().path("id").asText();
      }
      if (ownId.isEmpty()) {
        throw new IOException("the worker's own page shows no id");
      }
      JsonNode page = masterPage.read();
      reachable = true;
      return MasterAnswer.of(page, ownId);
    } catch (IOException e) {
      if (reachable) {
        LOG.info(
            "Cannot read Spark's status pages yet: {}. Trying again every second.", e.toString());
      }
      reachable = false;
      return MasterAnswer.UNREACHABLE;
    }
  }
}
