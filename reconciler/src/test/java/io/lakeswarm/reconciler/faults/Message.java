package io.lakeswarm.reconciler.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP/1.1 message.
 *
 * @param start its first line
 * @param headers by lower-case name
 * @param body without its framing
 * @param raw every byte as it came
 */
record Message(String start, Map<String, String> headers, byte[] body, byte[] raw) {

  /** The next request, empty when the peer has no more. */
  static Optional<Message> request(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    String start = line(in, raw);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = headers(in, raw);
    return Optional.of(new Message(start, headers, body(in, raw, headers, false), bytes(raw)));
  }

  /** The answer to {@code request}. */
  static Message answer(InputStream in, Message request) throws IOException {
    Head head = head(in);
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(head.raw());
    boolean bare = request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
    byte[] body = bare ? new byte[0] : body(in, raw, head.headers(), true);
    return new Message(head.start(), head.headers(), body, bytes(raw));
  }

  /** Start line and headers of an answer whose body is read by somebody else. */
  record Head(String start, Map<String, String> headers, byte[] raw) {
    int status() {
      return Integer.parseInt(start.split(" ")[1]);
    }
  }

  static Head head(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    String start = line(in, raw);
    if (start.isEmpty()) {
      throw new EOFException("the server closed the connection before it answered");
    }
    return new Head(start, headers(in, raw), bytes(raw));
  }

  String method() {
    return start.split(" ")[0];
  }

  String target() {
    return start.split(" ")[1];
  }

  String path() {
    return target().replaceFirst("\\?.*", "");
  }

  int status() {
    return Integer.parseInt(start.split(" ")[1]);
  }

  boolean accepted() {
    return status() / 100 == 2;
  }

  boolean closes() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }

  /** A line without its end, which is kept in {@code raw}; empty also at the end of the stream. */
  static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0) {
      raw.write(next);
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
      next = in.read();
    }
    return "";
  }

  private static Map<String, String> headers(InputStream in, ByteArrayOutputStream raw)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in, raw); !line.isEmpty(); line = line(in, raw)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(
      InputStream in, ByteArrayOutputStream raw, Map<String, String> headers, boolean untilEnd)
      throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (byte[] chunk = chunk(in, raw); chunk.length > 0; chunk = chunk(in, raw)) {
        body.writeBytes(chunk);
      }
      return bytes(body);
    }
    String length = headers.get("content-length");
    byte[] body =
        length != null
            ? in.readNBytes(Integer.parseInt(length))
            : untilEnd ? in.readAllBytes() : new byte[0];
    raw.writeBytes(body);
    return body;
  }

  /** The next chunk of a chunked body; the last one is empty. */
  static byte[] chunk(InputStream in, ByteArrayOutputStream raw) throws IOException {
    String size = line(in, raw);
    if (size.isEmpty()) {
      throw new EOFException("the connection ended within a chunked body");
    }
    byte[] chunk = in.readNBytes(Integer.parseInt(size.replaceFirst(";.*", ""), 16));
    raw.writeBytes(chunk);
    line(in, raw);
    return chunk;
  }

  private static byte[] bytes(ByteArrayOutputStream out) {
    return out.toByteArray();
  }
}
