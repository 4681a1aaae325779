package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;

/** The servers a source leads to. */
interface Backends {

  /** What an object store says to a key. */
  enum Store {
    OPEN,
    DOWN,
    REFUSED
  }

  /** Whether the catalog at this address answers. */
  boolean catalogAnswers(String endpoint);

  /** What the store at {@code endpoint} ({@code host:port}) says to this key. */
  Store store(String endpoint, String accessKey, String secretKey);

  /** The store a source's settings lead to. */
  default Store store(JsonNode config, String keyField, String secretField) {
    return store(
        ConfigRules.property(config, "fs.s3a.endpoint"),
        config.path(keyField).asText(),
        config.path(secretField).asText());
  }
}
