package io.lakeswarm.reconciler.minio;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call.
 *
 * @param purpose what it is for, as in "put policy lake-readwrite"; part of error messages
 * @param path decoded, begins with a slash
 * @param query decoded names and values
 */
record MinioRequest(
    String purpose, String method, String path, SortedMap<String, String> query, byte[] body) {
  private static final byte[] EMPTY = {};

  /** Returns a call without query and body. */
  static MinioRequest of(String purpose, String method, String path) {
    return new MinioRequest(purpose, method, path, new TreeMap<>(), EMPTY);
  }

  /** Returns the same call with one more query parameter. */
  MinioRequest with(String name, String value) {
    SortedMap<String, String> extended = new TreeMap<>(query);
    extended.put(name, value);
    return new MinioRequest(purpose, method, path, extended, body);
  }

  /** Returns the same call with a body. */
  MinioRequest body(byte[] content) {
    return new MinioRequest(purpose, method, path, query, content);
  }
}
