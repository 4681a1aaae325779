package io.lakeswarm.reconciler.minio;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts MinIO's admin bodies by password, in the variant that needs no Argon2:
 * {@code salt(32) | 0x02 | nonce(8) | AES-256-GCM}, key = PBKDF2-HMAC-SHA256(password, salt, 8192).
 * Bodies are one block: shorter than 16 KiB.
 */
final class MadminCrypt {
  /** One byte more than the longest body. */
  static final int BLOCK = 16 * 1024;

  private static final byte PBKDF2_AES_GCM = 2;
  private static final int SALT = 32;
  private static final int NONCE = 8;
  private static final int TAG = 16;
  private static final int HEADER = SALT + 1 + NONCE;
  private static final int ITERATIONS = 8192;
  private static final SecureRandom RANDOM = new SecureRandom();

  private MadminCrypt() {}

  /** Encrypts with a fresh salt and nonce; a body of 16 KiB or more is refused. */
  static byte[] encrypt(String password, byte[] body) {
    if (body.length >= BLOCK) {
      throw new IllegalArgumentException(
          "Cannot encrypt an admin body of " + body.length + " bytes: the limit is 16383.");
    }
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(salt);
    RANDOM.nextBytes(nonce);
    try {
      SecretKeySpec key = key(password, salt);
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, 1, lastBlock(key, nonce)).doFinal(body);
      return ByteBuffer.allocate(HEADER + sealed.length)
          .put(salt)
          .put(PBKDF2_AES_GCM)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot encrypt an admin body: the JDK lacks AES-GCM.", e);
    }
  }

  /**
   * Returns the body of {@link #encrypt}. Throws {@link IllegalArgumentException} when it was made
   * with another password, another algorithm, or altered.
   */
  static byte[] decrypt(String password, byte[] sealed) {
    if (sealed.length < HEADER + TAG || sealed[SALT] != PBKDF2_AES_GCM) {
      throw new IllegalArgumentException("Cannot decrypt an admin body: not of the known form.");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, SALT + 1, HEADER);
    try {
      SecretKeySpec key = key(password, Arrays.copyOf(sealed, SALT));
      return cipher(Cipher.DECRYPT_MODE, key, nonce, 1, lastBlock(key, nonce))
          .doFinal(sealed, HEADER, sealed.length - HEADER);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Cannot decrypt an admin body: wrong password.", e);
    }
  }

  private static SecretKeySpec key(String password, byte[] salt) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256);
    try {
      return new SecretKeySpec(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded(),
          "AES");
    } finally {
      spec.clearPassword();
    }
  }

  /**
   * Returns the associated data of the last block: a marker and the tag of an empty block number 0.
   */
  private static byte[] lastBlock(SecretKeySpec key, byte[] nonce) throws GeneralSecurityException {
    byte[] tag = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, new byte[0]).doFinal();
    return ByteBuffer.allocate(1 + TAG).put((byte) 0x80).put(tag).array();
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, int block, byte[] data)
      throws GeneralSecurityException {
    byte[] numbered = Arrays.copyOf(nonce, NONCE + 4);
    numbered[NONCE] = (byte) block;
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG, numbered));
    cipher.updateAAD(data);
    return cipher;
  }
}
