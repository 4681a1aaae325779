package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deploys and hand-made changes of services; what a deploy records is what record.sh records. */
final class Deploys {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  /** Those that every world has; of them the desired state has minio repaired. */
  private static final List<String> SERVICES =
      List.of("gateway", "minio", "nessie", "nessie-postgres", "spark-master");

  private final FakeSwarm swarm;
  private final Clock clock;
  private int records;

  Deploys(FakeSwarm swarm, Clock clock) {
    this.swarm = swarm;
    this.clock = clock;
  }

  /** From here on services change because they shall. */
  void begin() {
    swarm.putConfig(
        "lakeswarm-deploy-" + clock.millis(), "deploy", "{\"since\":\"" + clock.instant() + "\"}");
  }

  /** The services as they are now are the baseline. */
  void end() {
    ArrayNode specs = JSON.createArrayNode();
    SERVICES.forEach(name -> specs.add(swarm.services.get(name).path("Spec")));
    String record = "lakeswarm-baseline-%06d".formatted(++records);
    swarm.putConfig(record, "baseline", specs.toString());
    swarm.removeConfigs("deploy");
  }

  void image(String service, String image) {
    swarm.services.change(
        service, spec -> ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", image));
  }

  void label(String service, String label) {
    swarm.services.change(service, spec -> ((ObjectNode) spec.path("Labels")).put(label, "x"));
  }

  void env(String service, String variable) {
    swarm.services.change(
        service,
        spec ->
            ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).withArray("Env").add(variable));
  }

  /** Every service as it is, as text by name. */
  Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    for (String name : SERVICES) {
      try {
        Object spec = JSON.treeToValue(swarm.services.get(name).path("Spec"), Object.class);
        all.put(name, JSON.writeValueAsString(spec));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a specification is JSON", e);
      }
    }
    return all;
  }
}
