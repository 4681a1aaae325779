package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.store.Memory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A memory that outlives controllers within one test. */
public final class MapMemory implements Memory {
  private final Map<String, String> facts = new ConcurrentHashMap<>();
  private final AtomicInteger writes = new AtomicInteger();

  /** How often a fact changed; each change is a write to the swarm. */
  public int writes() {
    return writes.get();
  }

  @Override
  public Optional<String> fact(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  @Override
  public void remember(String key, String value) {
    if (!value.equals(facts.put(key, value))) {
      writes.incrementAndGet();
    }
  }
}
