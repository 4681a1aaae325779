package io.lakeswarm.reconciler.config;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.util.Optional;

/** Reads secrets, anew at each use. */
@FunctionalInterface
public interface SecretSource {

  /** Returns the secret, empty when there is none. */
  Optional<String> read(String name);

  /**
   * Returns the pair in these two secrets; throws {@link ReconcileException.Stalled} when one is
   * absent.
   */
  default Credentials pair(String keyName, String secretName) {
    return new Credentials(required(keyName), required(secretName));
  }

  /** Returns the secret; throws {@link ReconcileException.Stalled} when it is absent. */
  default String required(String name) {
    return read(name)
        .orElseThrow(
            () ->
                new ReconcileException.Stalled(
                    "Cannot read secret "
                        + name
                        + ": there is no such file or it is empty. Attach the secret to the"
                        + " reconciler's service (make swarm_deploy)."));
  }
}
