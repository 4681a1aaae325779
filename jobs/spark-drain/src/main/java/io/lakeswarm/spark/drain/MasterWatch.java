package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks in the master's list for this worker's own row; a drain begun there must end here. */
final class MasterWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);

  private final StatusPage.Source ownPage;
  private final StatusPage.Source masterPage;
  private final Drain drain;
  private String ownId = "";
  private boolean reachable = true;

  MasterWatch(StatusPage.Source ownPage, StatusPage.Source masterPage, Drain drain) {
    this.ownPage = ownPage;
    this.masterPage = masterPage;
    this.drain = drain;
  }

  /** One look; an unreadable page means nothing, the next look is a second away. */
  void poll() {
    if (drain.masterKnows()) {
      return;
    }
    try {
      if (ownId.isEmpty()) {
        ownId = ownPage.read().path("id").asText();
      }
      for (JsonNode worker : masterPage.read().path("workers")) {
        if (worker.path("id").asText().equals(ownId)
            && worker.path("state").asText().equals("DECOMMISSIONED")) {
          drain.decommissionedByMaster();
        }
      }
      reachable = true;
    } catch (IOException e) {
      if (reachable) {
        LOG.info(
            "Cannot read Spark's status pages yet: {}. Looking again every second.", e.toString());
      }
      reachable = false;
    }
  }
}
