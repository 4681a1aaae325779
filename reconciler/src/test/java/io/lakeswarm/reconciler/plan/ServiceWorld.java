package io.lakeswarm.reconciler.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.Baseline;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.observed.ServiceTask;
import io.lakeswarm.reconciler.observed.SwarmNode;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.testing.KitSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One deployed service and how it is now, made step by step. */
final class ServiceWorld {
  private final ObjectNode deployed;
  private final ServiceSpec deployedSpec;
  private ServiceSpec live;
  private String update = "";
  private Duration pause = Duration.ZERO;
  private Optional<Instant> deploySince = Optional.empty();
  private final List<ServiceTask> tasks = new ArrayList<>();
  private boolean gone;

  private ServiceWorld(ObjectNode deployed) {
    this.deployed = deployed;
    this.deployedSpec = SpecJson.read(deployed);
    this.live = deployedSpec;
  }

  static ServiceWorld of(String shortName) {
    return new ServiceWorld(KitSpecs.of(shortName));
  }

  /** Another service made of this specification. */
  static ServiceWorld as(String shortName) {
    ObjectNode spec = KitSpecs.of("minio");
    ((ObjectNode) spec.path("Labels")).put("lakeswarm.service", shortName);
    return new ServiceWorld(spec);
  }

  ServiceWorld changed(Consumer<ObjectNode> edit) {
    ObjectNode spec = deployed.deepCopy();
    edit.accept(spec);
    live = SpecJson.read(spec);
    return this;
  }

  ServiceWorld live(ServiceSpec spec) {
    live = spec;
    return this;
  }

  ServiceWorld update(String state) {
    update = state;
    return this;
  }

  ServiceWorld paused(Duration time) {
    pause = time;
    return this;
  }

  ServiceWorld deploying() {
    deploySince = Optional.of(Instant.EPOCH);
    return this;
  }

  ServiceWorld gone() {
    gone = true;
    return this;
  }

  /** A running task that was started from the live template. */
  ServiceWorld task(String id, int slot, String node) {
    return task(id, slot, node, TaskState.RUNNING, live);
  }

  ServiceWorld task(String id, int slot, String node, TaskState state, ServiceSpec from) {
    WorkerTask task = new WorkerTask(id, slot, node, node, "", state, true, "");
    tasks.add(new ServiceTask(task, from.part("TaskTemplate")));
    return this;
  }

  ServiceSpec deployed() {
    return deployedSpec;
  }

  ServiceSpec live() {
    return live;
  }

  ObservedServices observed() {
    LiveService is = new LiveService("svc", 41, update, live, tasks, pause);
    ObservedService service =
        new ObservedService(deployed(), gone ? Optional.empty() : Optional.of(is));
    Baseline baseline = new Baseline(1, deploySince, List.of(deployed()));
    return new ObservedServices(
        baseline,
        baseline.isInForce() ? List.of(service) : List.of(),
        Map.of("net-registry", "registry"),
        List.of(node("n1", "true"), node("n2", "false")));
  }

  private static SwarmNode node(String id, String minio) {
    return new SwarmNode(
        id, "ready", "active", Map.of("node.id", id, "node.labels.lakeswarm.minio", minio));
  }
}
