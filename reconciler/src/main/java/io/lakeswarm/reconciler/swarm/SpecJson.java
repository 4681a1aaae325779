package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import java.util.Map;

/**
 * Converts specifications between JSON and the value the planner compares; no field is lost either
 * way.
 */
public final class SpecJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private SpecJson() {}

  /** Returns the engine's JSON as a specification; anything but an object is an empty one. */
  public static ServiceSpec read(JsonNode spec) {
    return spec.isObject() ? new ServiceSpec(JSON.convertValue(spec, TREE)) : ServiceSpec.EMPTY;
  }

  /** Returns the specification as JSON for the engine. */
  public static JsonNode write(ServiceSpec spec) {
    return JSON.valueToTree(spec.tree());
  }
}
