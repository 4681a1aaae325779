package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.store.Memory;
import io.lakeswarm.reconciler.store.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tracks which secret each source received last, because the engine never returns it. Only a salted
 * hash is stored, with the volume it was written to; the secrets themselves are long and random. A
 * change is recorded with the source's tag before it is sent. Once the tag differs, the engine has
 * applied the change, even when its answer was lost.
 */
final class AppliedSecrets {
  private static final int SALT_BYTES = 16;

  private final Memory memory;
  private final SecureRandom random = new SecureRandom();

  AppliedSecrets(Memory memory) {
    this.memory = memory;
  }

  /**
   * Compares the recorded secret of a source on this volume with the wanted one.
   *
   * @param tag the version the source has now
   */
  ObservedSource.Secret compare(String source, String clusterId, String tag, String wanted) {
    String[] fact = memory.fact(key(source)).orElse("").split(" ");
    if (fact.length < 3 || !fact[0].equals(clusterId)) {
      return ObservedSource.Secret.UNKNOWN;
    }
    boolean taken = fact.length == 3 || !fact[3].equals(tag);
    return taken && fact[2].equals(hash(fact[1], wanted))
        ? ObservedSource.Secret.CURRENT
        : ObservedSource.Secret.ROTATED;
  }

  /** Records that the source has, or will be made with, this secret. */
  void remember(String source, String clusterId, String secret) {
    note(source, clusterId, secret, "");
  }

  /** Records that a write that names {@code tag} is about to send this secret to the source. */
  void begin(String source, String clusterId, String tag, String secret) {
    note(source, clusterId, secret, " " + tag);
  }

  /** Writes nothing when the same is recorded already: a retry costs no write. */
  private void note(String source, String clusterId, String secret, String suffix) {
    String before = memory.fact(key(source)).orElse("");
    String[] fact = before.split(" ");
    boolean known = fact.length >= 3 && before.equals(fact(clusterId, fact[1], secret) + suffix);
    if (!known) {
      byte[] bytes = new byte[SALT_BYTES];
      random.nextBytes(bytes);
      String salt = HexFormat.of().formatHex(bytes);
      memory.remember(key(source), fact(clusterId, salt, secret) + suffix);
    }
  }

  private static String fact(String clusterId, String salt, String secret) {
    return clusterId + " " + salt + " " + hash(salt, secret);
  }

  /**
   * Records that the wanted secret was refused and must be sent again, whatever the source's
   * health. The engine reports a source as good for a while that it opened with an earlier secret.
   */
  void refused(String source, String clusterId) {
    memory.remember(key(source), clusterId + " - -");
  }

  /** Clears the record: another client made the source, so its secret is unknown. */
  void clear(String source) {
    memory.remember(key(source), "");
  }

  private static String key(String source) {
    return "dremio.secret." + source;
  }

  private static String hash(String salt, String secret) {
    return Sha256.of(salt + secret);
  }
}
