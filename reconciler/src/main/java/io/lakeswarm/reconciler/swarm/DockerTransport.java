package io.lakeswarm.reconciler.swarm;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/** Opens connections to the Docker API: one client for calls, and one for each event stream. */
@ApplicationScoped
public class DockerTransport {
  private final URI url;
  private final Duration deadline;
  private final DockerHttpClient calls;

  /** Connects lazily; a wrong address fails at the first call. */
  public DockerTransport(LakeswarmSettings settings) {
    this.url = settings.docker().url();
    this.deadline = settings.docker().deadline();
    this.calls = builder().connectionTimeout(deadline).responseTimeout(deadline).build();
  }

  private ZerodepDockerHttpClient.Builder builder() {
    return new ZerodepDockerHttpClient.Builder().dockerHost(url);
  }

  DockerHttpClient calls() {
    return calls;
  }

  /**
   * Returns a client for one endless answer. Closing it is the only way to end a read on every
   * platform.
   */
  DockerHttpClient newStream() {
    return builder().connectionTimeout(deadline).build();
  }

  URI url() {
    return url;
  }

  @PreDestroy
  void close() {
    try {
      calls.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
