package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The engine's event stream: every open connection gets every event. */
final class FakeEvents {
  private static final String CUT = "";
  private final List<BlockingQueue<String>> open = new CopyOnWriteArrayList<>();

  void send(String type, String name) {
    ObjectNode event = FakeSwarm.JSON.createObjectNode().put("Type", type).put("Action", "update");
    event.putObject("Actor").put("ID", "x").putObject("Attributes").put("name", name);
    event.put("scope", "swarm").put("timeNano", System.currentTimeMillis() * 1_000_000);
    open.forEach(queue -> queue.add(event + "\n"));
  }

  void cut() {
    open.forEach(queue -> queue.add(CUT));
  }

  /** Ends by itself at {@code until}, in seconds since 1970, as the engine does. */
  void stream(HttpExchange exchange, long until) throws IOException {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    open.add(queue);
    try {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      for (String event = take(queue, until); !event.equals(CUT); event = take(queue, until)) {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } finally {
      open.remove(queue);
    }
  }

  /** Blocks until the next cut, as a frozen engine does. */
  void awaitCut() {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    open.add(queue);
    String event = take(queue);
    while (!event.equals(CUT)) {
      event = take(queue);
    }
    open.remove(queue);
  }

  private static String take(BlockingQueue<String> queue) {
    return take(queue, Long.MAX_VALUE / 1000);
  }

  private static String take(BlockingQueue<String> queue, long until) {
    try {
      String event = queue.poll(until * 1000 - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
      return event == null ? CUT : event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CUT;
    }
  }
}
