package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.store.Memory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A memory that outlives controllers within one test. */
public final class MapMemory implements Memory {
  private final Map<String, String> facts = new ConcurrentHashMap<>();

  @Override
  public Optional<String> fact(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  @Override
  public void remember(String key, String value) {
    facts.put(key, value);
  }
}
