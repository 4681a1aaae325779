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

/** The two connections to the Docker API: one for calls, one for the endless event stream. */
@ApplicationScoped
public class DockerTransport {
  private final URI url;
  private final DockerHttpClient calls;
  private final DockerHttpClient stream;

  /** Connects lazily; a wrong address shows at the first call. */
  public DockerTransport(LakeswarmSettings settings) {
    this.url = settings.docker().url();
    Duration deadline = settings.docker().deadline();
    this.calls = builder().connectionTimeout(deadline).responseTimeout(deadline).build();
    this.stream = builder().connectionTimeout(deadline).build();
  }

  private ZerodepDockerHttpClient.Builder builder() {
    return new ZerodepDockerHttpClient.Builder().dockerHost(url);
  }

  DockerHttpClient calls() {
    return calls;
  }

  DockerHttpClient stream() {
    return stream;
  }

  URI url() {
    return url;
  }

  @PreDestroy
  void close() {
    try {
      calls.close();
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
