package io.lakeswarm.reconciler.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP proxy in front of one server, on a TCP port or a unix socket, that asks a {@link Script}
 * what to do with each request and each event. One connection of the client is one of the server.
 */
final class FaultProxy implements AutoCloseable {
  private final Dialect dialect;
  private final URI server;
  private final Script script;
  private final Front front;
  private final ServerSocketChannel listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile EventRelay events;

  FaultProxy(Dialect dialect, URI server, Script script, Front front) {
    this.dialect = dialect;
    this.server = server;
    this.script = script;
    this.front = front;
    try {
      listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Where clients find it. */
  URI url() {
    String scheme = dialect == Dialect.DOCKER ? "tcp" : "http";
    return URI.create(scheme + "://127.0.0.1:" + listener.socket().getLocalPort());
  }

  /** The relay of the newest event stream, null before the first. */
  EventRelay events() {
    return events;
  }

  /** Resets every open connection. */
  void resetAll() {
    for (Link link : links) {
      try {
        link.reset();
      } catch (IOException gone) {
        links.remove(link);
      }
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        Link client = new Link(listener.accept());
        links.add(client);
        daemon(() -> serve(client));
      } catch (IOException e) {
        // The listener was closed, or a client went away before it was greeted: look which.
        script.note("accept: " + e);
      }
    }
  }

  private void serve(Link client) {
    try (client) {
      converse(client);
    } catch (IOException e) {
      script.note(dialect + ": " + e);
    } finally {
      links.remove(client);
    }
  }

  private void converse(Link client) throws IOException {
    Link upstream = null;
    try {
      Optional<Message> request = Message.request(client.in());
      while (request.isPresent()) {
        Verdict verdict = front.isDead() ? Verdict.RESET : script.judge(dialect, request.get());
        if (verdict.needsServer() && upstream == null) {
          upstream = Link.to(server);
          links.add(upstream);
        }
        if (!verdict.carryOut(new Exchange(this, request.get(), client, upstream))) {
          return;
        }
        request = Message.request(client.in());
      }
    } finally {
      if (upstream != null) {
        links.remove(upstream);
        upstream.close();
      }
    }
  }

  /** One request on its way. */
  record Exchange(FaultProxy proxy, Message request, Link client, Link upstream) {

    /** Forwards, and tells the script what came back. */
    Message forward() throws IOException {
      upstream.send(request.raw());
      Message answer = Message.answer(upstream.in(), request);
      proxy.script.answered(proxy.dialect, request, answer);
      return answer;
    }

    void halt() {
      proxy.front.halt();
    }

    /** Passes events on until one side ends. */
    void relayEvents() throws IOException {
      upstream.send(request.raw());
      Message.Head head = Message.head(upstream.in());
      client.send(head.raw());
      EventRelay relay = new EventRelay(client, upstream, proxy.script);
      proxy.events = relay;
      relay.run();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resetAll();
  }
}
