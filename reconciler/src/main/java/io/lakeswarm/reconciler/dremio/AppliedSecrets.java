package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.store.Memory;
import io.lakeswarm.reconciler.store.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Which secret each source was last given: the engine never tells. Only a salted hash is stored,
 * with the volume it was written to; the secrets themselves are long and random.
 */
final class AppliedSecrets {
  private static final int SALT_BYTES = 16;

  private final Memory memory;
  private final SecureRandom random = new SecureRandom();

  AppliedSecrets(Memory memory) {
    this.memory = memory;
  }

  /** What is known of the secret of a source on this volume, beside the one that is wanted. */
  ObservedSource.Secret compare(String source, String clusterId, String wanted) {
    String[] fact = memory.fact(key(source)).orElse("").split(" ");
    if (fact.length != 3 || !fact[0].equals(clusterId)) {
      return ObservedSource.Secret.UNKNOWN;
    }
    return fact[2].equals(hash(fact[1], wanted))
        ? ObservedSource.Secret.CURRENT
        : ObservedSource.Secret.ROTATED;
  }

  /** The source has, or is about to get, this secret. */
  void remember(String source, String clusterId, String secret) {
    byte[] bytes = new byte[SALT_BYTES];
    random.nextBytes(bytes);
    String salt = HexFormat.of().formatHex(bytes);
    if (compare(source, clusterId, secret) != ObservedSource.Secret.CURRENT) {
      memory.remember(key(source), clusterId + " " + salt + " " + hash(salt, secret));
    }
  }

  /** Somebody else made the source: its secret is unknown. */
  void forget(String source) {
    memory.remember(key(source), "");
  }

  private static String key(String source) {
    return "dremio.secret." + source;
  }

  private static String hash(String salt, String secret) {
    return Sha256.of(salt + secret);
  }
}
