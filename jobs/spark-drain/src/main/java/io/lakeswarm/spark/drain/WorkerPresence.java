package io.lakeswarm.spark.drain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether a remembered worker still runs, as its page says. */
final class WorkerPresence {
  /** What one look found. */
  enum Answer {
    /** The worker, or what may be it. */
    THERE,
    /** Another worker at its address. */
    REPLACED,
    /** Nothing that takes a connection. */
    SILENT
  }

  /** Takes a connection, or throws. */
  @FunctionalInterface
  interface Connection {
    void open() throws IOException;
  }

  private static final int CONNECT_MILLIS = 2_000;

  private final String id;
  private final Connection connection;
  private final StatusPage.Source page;

  WorkerPresence(String id, Connection connection, StatusPage.Source page) {
    this.id = id;
    this.connection = connection;
    this.page = page;
  }

  /** Looks at the worker with this id at the address of its page. */
  static WorkerPresence of(String id, String address) {
    URI uri = URI.create(address);
    return new WorkerPresence(
        id,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
          }
        },
        StatusPage.at(uri.resolve("/json/")));
  }

  /** Looks once; within a few seconds. */
  Answer look() {
    try {
      connection.open();
    } catch (IOException e) {
      return Answer.SILENT;
    }
    try {
      String answered = page.read().path("id").asText();
      return answered.isEmpty() || answered.equals(id) ? Answer.THERE : Answer.REPLACED;
    } catch (IOException e) {
      // What takes a connection and shows no page may be the worker, starved.
      return Answer.THERE;
    }
  }
}
