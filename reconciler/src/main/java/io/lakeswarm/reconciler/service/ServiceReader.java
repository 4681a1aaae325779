package io.lakeswarm.reconciler.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.ServicesSpec.Drift;
import io.lakeswarm.reconciler.observed.Baseline;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.observed.ServiceTask;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.plan.ServicePlanner;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the services and what was deployed. */
final class ServiceReader {
  private final SwarmReader swarm;
  private final BaselineStore baselines;
  private final RepairBackoff pace;

  ServiceReader(SwarmReader swarm, BaselineStore baselines, RepairBackoff pace) {
    this.swarm = swarm;
    this.baselines = baselines;
    this.pace = pace;
  }

  /**
   * Reads the services first. A deploy records its begin before it changes a service, so a later
   * read of the record shows it. A fresh deploy can therefore not be taken for drift.
   */
  ObservedServices read(ServicesSpec desired) {
    List<JsonNode> live = swarm.kitServices();
    List<ObservedService> services = beside(baselines.last(), live);
    if (services.stream().noneMatch(ServicePlanner::isDrifted)) {
      return new ObservedServices(baselines.last(), services, Map.of(), List.of());
    }
    Baseline fresh = baselines.fresh();
    List<ObservedService> looked =
        beside(fresh, live).stream().map(service -> withTasks(service, desired)).toList();
    return new ObservedServices(
        fresh,
        looked,
        differs(looked, "network ") ? swarm.networkNames() : Map.of(),
        differs(looked, "placement.") ? swarm.nodes() : List.of());
  }

  private static boolean differs(List<ObservedService> services, String field) {
    return services.stream()
        .flatMap(service -> ServicePlanner.differences(service, Map.of()).stream())
        .anyMatch(difference -> difference.field().startsWith(field));
  }

  private List<ObservedService> beside(Baseline baseline, List<JsonNode> live) {
    if (!baseline.isInForce()) {
      return List.of();
    }
    Map<String, JsonNode> byName = new HashMap<>();
    live.forEach(service -> byName.put(service.at("/Spec/Name").asText(), service));
    List<ObservedService> services = new ArrayList<>();
    for (ServiceSpec deployed : baseline.specs()) {
      JsonNode listed = byName.get(deployed.fullName());
      // The list is by label, and the label itself may be what was removed.
      Optional<JsonNode> found =
          listed == null ? swarm.service(deployed.fullName()) : Optional.of(listed);
      services.add(
          new ObservedService(deployed, found.map(s -> live(deployed.shortName(), s, List.of()))));
    }
    return services;
  }

  private LiveService live(String name, JsonNode service, List<ServiceTask> tasks) {
    return new LiveService(
        service.path("ID").asText(),
        service.at("/Version/Index").asLong(),
        service.at("/UpdateStatus/State").asText(""),
        SpecJson.read(service.path("Spec")),
        tasks,
        pace.pause(name));
  }

  /** Returns the service with its tasks; they are read only where a repair may end some. */
  private ObservedService withTasks(ObservedService service, ServicesSpec desired) {
    boolean repaired = desired.driftOf(service.name()) == Drift.REPAIR;
    if (!repaired || service.live().isEmpty() || !ServicePlanner.isDrifted(service)) {
      return service;
    }
    LiveService live = service.live().get();
    List<ServiceTask> tasks = new ArrayList<>();
    for (JsonNode json : swarm.tasks(live.id())) {
      ServiceTask task = new ServiceTask(task(json), SpecJson.read(json.path("Spec")));
      if (task.task().wanted()) {
        tasks.add(task);
      }
    }
    return new ObservedService(
        service.deployed(),
        Optional.of(
            new LiveService(
                live.id(), live.version(), live.update(), live.spec(), tasks, live.pause())));
  }

  private WorkerTask task(JsonNode task) {
    String node = task.path("NodeID").asText("");
    return new WorkerTask(
        task.path("ID").asText(),
        task.path("Slot").asInt(),
        node,
        node,
        "",
        SwarmReader.state(task),
        SwarmReader.isWanted(task),
        task.path("CreatedAt").asText(""));
  }
}
