package io.lakeswarm.e2e.gateway;

import io.lakeswarm.e2e.lab.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whoever has this address: on Linux all of 127.0.0.0/8 is this host. */
record Client(String address) {

  /** An answer as it came. */
  record Answer(String text) {
    int status() {
      return text.startsWith("HTTP/1.") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }
  }

  /** The header that signs in with this password. */
  static String signedIn(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Connects and sends nothing. */
  Socket connect(int port) {
    try {
      return open(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket open(int port) throws IOException {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    Socket socket = new Socket(here, port, InetAddress.getByName(address), 0);
    socket.setSoTimeout((int) Eventually.SOON.toMillis());
    return socket;
  }

  Answer get(int port, String path, String... headers) {
    return send(port, "GET " + path, "", headers);
  }

  Answer post(int port, String path, String body, String... headers) {
    return send(port, "POST " + path, body, headers);
  }

  private Answer send(int port, String request, String body, String... headers) {
    // 1.0: the answer comes in one piece, and then the connection ends.
    String head = request + " HTTP/1.0\r\nHost: page\r\n";
    String length = "Content-Length: " + body.length() + "\r\n\r\n";
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    try (Socket socket = connect(port)) {
      socket
          .getOutputStream()
          .write((head + more + length + body).getBytes(StandardCharsets.UTF_8));
      return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns true when the connection ends before this client has said a word. */
  boolean isRefused(int port) {
    try (Socket socket = open(port)) {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
