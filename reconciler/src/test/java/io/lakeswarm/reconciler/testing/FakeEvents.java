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

  void stream(HttpExchange exchange) throws IOException {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    open.add(queue);
    try {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      for (String event = take(queue); !event.equals(CUT); event = take(queue)) {
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
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CUT;
    }
  }
}
