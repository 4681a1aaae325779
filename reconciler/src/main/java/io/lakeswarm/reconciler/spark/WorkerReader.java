package io.lakeswarm.reconciler.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.store.DrainStore;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the Swarm side of the Spark workers: service, tasks, recorded drains. */
@ApplicationScoped
public class WorkerReader {
  private static final String OVERLAY = "lakeswarm";

  /** Swarm acts on a write within milliseconds, and on a busy host within a second or two. */
  private static final Duration TIME_TO_ACT = Duration.ofSeconds(5);

  private final SwarmReader swarm;
  private final DrainStore drains;
  private final Clock clock;

  /** Reads by way of {@code swarm}. */
  public WorkerReader(SwarmReader swarm, DrainStore drains, Clock clock) {
    this.swarm = swarm;
    this.drains = drains;
    this.clock = clock;
  }

  /** Returns the state in Swarm; the master is not read. */
  public ObservedSpark read() {
    List<JsonNode> services = swarm.services("spark-worker");
    if (services.size() > 1) {
      throw new ReconcileException.Stalled(
          "Cannot choose the Spark worker service: "
              + services.size()
              + " services carry the label lakeswarm.service=spark-worker. Remove the label from"
              + " all but one.");
    }
    if (services.isEmpty()) {
      return new ObservedSpark(Optional.empty(), List.of(), MasterView.NOT_ASKED, drains.all());
    }
    WorkerService service = service(services.get(0));
    List<WorkerTask> tasks = new ArrayList<>();
    for (JsonNode task : swarm.tasks(service.id())) {
      tasks.add(task(task));
    }
    return new ObservedSpark(Optional.of(service), tasks, MasterView.NOT_ASKED, drains.all());
  }

  private WorkerService service(JsonNode service) {
    JsonNode spec = service.path("Spec");
    JsonNode replicated = spec.at("/Mode/Replicated");
    if (replicated.isMissingNode()) {
      throw new ReconcileException.Stalled(
          "Cannot scale the Spark worker service: it is not replicated. Deploy it with mode:"
              + " replicated.");
    }
    String restart = spec.at("/TaskTemplate/RestartPolicy/Condition").asText("any");
    String update = service.at("/UpdateStatus/State").asText("");
    return new WorkerService(
        service.path("ID").asText(),
        spec.path("Name").asText(),
        service.at("/Version/Index").asLong(),
        replicated.path("Replicas").asInt(1),
        "on-failure".equals(restart) || "none".equals(restart),
        "updating".equals(update) || "rollback_started".equals(update),
        isOverdue(service.path("UpdatedAt")));
  }

  private boolean isOverdue(JsonNode updatedAt) {
    return !updatedAt.asText("").isEmpty()
        && SwarmReader.time(updatedAt).plus(TIME_TO_ACT).isBefore(clock.instant());
  }

  private WorkerTask task(JsonNode task) {
    String node = task.path("NodeID").asText("");
    return new WorkerTask(
        task.path("ID").asText(),
        task.path("Slot").asInt(),
        node,
        swarm.hostname(node),
        address(task),
        SwarmReader.state(task),
        SwarmReader.isWanted(task),
        task.path("CreatedAt").asText(""),
        task.at("/Status/Err").asText(""));
  }

  private static String address(JsonNode task) {
    for (JsonNode attachment : task.path("NetworksAttachments")) {
      if (OVERLAY.equals(attachment.at("/Network/Spec/Name").asText())) {
        return attachment.path("Addresses").path(0).asText("").replaceFirst("/.*", "");
      }
    }
    return "";
  }
}
