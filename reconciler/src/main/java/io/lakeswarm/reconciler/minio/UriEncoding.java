package io.lakeswarm.reconciler.minio;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Percent-encoding as request signatures demand it: every byte of the UTF-8 form except {@code
 * A-Za-z0-9-._~} becomes {@code %XX} in upper case. The JDK's encoders differ in space, {@code *}
 * and {@code ~}.
 */
final class UriEncoding {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private UriEncoding() {}

  /** Encodes one query name or value, slashes included. */
  static String encode(String text) {
    return encode(text, UNRESERVED);
  }

  /** Encodes a path and keeps its slashes. */
  static String encodePath(String path) {
    return encode(path, UNRESERVED + "/");
  }

  /** Returns the query sorted by encoded name; a name without a value keeps its {@code =}. */
  static String canonicalQuery(SortedMap<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> Map.entry(encode(entry.getKey()), encode(entry.getValue())))
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text, String kept) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xff);
      if (kept.indexOf(character) >= 0) {
        out.append(character);
      } else {
        out.append('%').append(String.format("%02X", octet & 0xff));
      }
    }
    return out.toString();
  }
}
