package io.lakeswarm.reconciler.store;

import java.util.Optional;

/**
 * Stores small facts that must survive the reconciler's container and node, such as {@code
 * minio.deploymentId}. Both calls throw {@link
 * io.lakeswarm.reconciler.error.ReconcileException.Unobservable} while the store cannot be read. So
 * "no fact" always means that none was ever stored.
 */
public interface Memory {

  /** Returns the stored value, empty when there is none. */
  Optional<String> fact(String key);

  /** Stores the value before it returns; a value that is already stored costs no write. */
  void remember(String key, String value);
}
