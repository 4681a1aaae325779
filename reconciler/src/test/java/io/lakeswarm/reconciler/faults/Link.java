package io.lakeswarm.reconciler.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** One connection, to or from anybody. */
final class Link implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  Link(SocketChannel channel) throws IOException {
    this.channel = channel;
    if (!(channel.getRemoteAddress() instanceof UnixDomainSocketAddress)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.out = Channels.newOutputStream(channel);
  }

  /** Connects to {@code unix:///path}, {@code tcp://host:port} or {@code http://host:port}. */
  static Link to(URI server) throws IOException {
    return new Link(
        "unix".equals(server.getScheme())
            ? SocketChannel.open(UnixDomainSocketAddress.of(server.getPath()))
            : SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort())));
  }

  InputStream in() {
    return in;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Ends the connection so that the peer sees a reset, not an orderly end. */
  void reset() throws IOException {
    if (!(channel.getRemoteAddress() instanceof UnixDomainSocketAddress)) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
