package io.lakeswarm.jobs.silver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/**
 * A 128-bit hash of a row's values, for change detection, not against an adversary. A mark and a
 * length before each value: no two different rows give the same bytes, NULL differs from any text.
 * Reusable, not thread-safe.
 */
final class RowHash {
  private static final byte NULL_MARK = 0;
  private static final byte TEXT_MARK = 1;
  private static final byte NUMBER_MARK = 2;
  private static final long SEED_HIGH = 42;
  private static final long SEED_LOW = 4242;
  private static final HexFormat HEX = HexFormat.of();

  private byte[] bytes = new byte[1024];
  private int length;

  void addText(String value) {
    if (value == null) {
      addNull();
      return;
    }
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    reserve(1 + Integer.BYTES + text.length);
    bytes[length++] = TEXT_MARK;
    append(text.length, Integer.BYTES);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  void addNumber(Double value) {
    if (value == null) {
      addNull();
      return;
    }
    reserve(1 + Long.BYTES);
    bytes[length++] = NUMBER_MARK;
    append(Double.doubleToLongBits(value), Long.BYTES);
  }

  private void addNull() {
    reserve(1);
    bytes[length++] = NULL_MARK;
  }

  private void append(long value, int size) {
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  /** Returns the hash in 32 hex digits and starts the next row. */
  String finish() {
    String hash = HEX.toHexDigits(half(SEED_HIGH)) + HEX.toHexDigits(half(SEED_LOW));
    length = 0;
    return hash;
  }

  private long half(long seed) {
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, length, seed);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
