package io.lakeswarm.reconciler.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An open event stream; events can get lost, doubled or swapped on their way. */
final class EventRelay {
  private static final String MARKER = "\"Type\":\"marker-";

  private final Link client;
  private final Link server;
  private final Script script;
  private volatile boolean open = true;
  private String held = "";

  EventRelay(Link client, Link server, Script script) {
    this.client = client;
    this.server = server;
    this.script = script;
  }

  boolean isOpen() {
    return open;
  }

  /** Cuts the stream; both sides see a reset. */
  void cut() {
    open = false;
    try {
      client.reset();
      server.reset();
    } catch (IOException e) {
      script.note("cut: " + e);
    }
  }

  void run() throws IOException {
    try {
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      for (byte[] chunk = Message.chunk(server.in(), raw);
          chunk.length > 0;
          chunk = Message.chunk(server.in(), raw)) {
        for (String event : new String(chunk, StandardCharsets.UTF_8).split("\n")) {
          pass(event);
        }
        raw.reset();
      }
      client.send("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    } finally {
      open = false;
    }
  }

  private void pass(String event) throws IOException {
    if (event.contains(MARKER)) {
      send(held);
      held = "";
      send(event);
      return;
    }
    List<String> now =
        switch (script.eventFault()) {
          case LOST -> List.of();
          case DOUBLED -> List.of(event, event);
          case REORDERED -> swapped(event);
          case NONE -> List.of(event);
        };
    for (String next : now) {
      send(next);
    }
  }

  /** Every second event overtakes the one before it. */
  private List<String> swapped(String event) {
    List<String> now = held.isEmpty() ? List.of() : List.of(event, held);
    held = held.isEmpty() ? event : "";
    return now;
  }

  private void send(String event) throws IOException {
    if (!event.isEmpty()) {
      byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
      String size = Integer.toHexString(line.length) + "\r\n";
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes(size.getBytes(StandardCharsets.UTF_8));
      chunk.writeBytes(line);
      chunk.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      client.send(chunk.toByteArray());
    }
  }

  /** What becomes of events. */
  enum Fate {
    NONE,
    LOST,
    DOUBLED,
    REORDERED
  }
}
