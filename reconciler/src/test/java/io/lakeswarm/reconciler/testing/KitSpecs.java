package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Specifications of some kit services as the engine writes them after a stack deploy. */
public final class KitSpecs {

  private static final ArrayNode ALL = read();

  private KitSpecs() {}

  /** A copy of all. */
  public static ArrayNode all() {
    return ALL.deepCopy();
  }

  private static ArrayNode read() {
    try (InputStream in = KitSpecs.class.getResourceAsStream("/kit-services.json")) {
      return (ArrayNode) FakeSwarm.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the one with this short name. */
  public static ObjectNode of(String shortName) {
    for (JsonNode spec : all()) {
      if (spec.path("Labels").path("lakeswarm.service").asText().equals(shortName)) {
        return (ObjectNode) spec;
      }
    }
    throw new IllegalArgumentException("no specification of " + shortName);
  }
}
