package io.lakeswarm.reconciler.config;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.util.Optional;

/** Where secrets are read, anew at each use. */
@FunctionalInterface
public interface SecretSource {

  /** The secret, empty when there is none. */
  Optional<String> read(String name);

  /** The pair in these two secrets; {@link ReconcileException.Stalled} when one is absent. */
  default Credentials pair(String keyName, String secretName) {
    return new Credentials(required(keyName), required(secretName));
  }

  /** The secret; {@link ReconcileException.Stalled} when it is absent. */
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
