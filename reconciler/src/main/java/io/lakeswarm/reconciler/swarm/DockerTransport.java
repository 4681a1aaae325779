package io.lakeswarm.reconciler.swarm;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Opens connections to the Docker API: one client for calls, and one for each event stream.
 * Requests carry the login of the guard before it, when there is one.
 */
@ApplicationScoped
public class DockerTransport {
  private static final String USER = "reconciler";
  private static final String TOKEN = "docker_reconciler";

  private final URI url;
  private final Duration deadline;
  private final DockerHttpClient calls;
  private final SecretFiles secrets;

  /** Connects lazily; a wrong address fails at the first call. */
  public DockerTransport(LakeswarmSettings settings, SecretFiles secrets) {
    this.secrets = secrets;
    this.url = settings.docker().url();
    this.deadline = settings.docker().deadline();
    this.calls = builder().connectionTimeout(deadline).responseTimeout(deadline).build();
  }

  private ZerodepDockerHttpClient.Builder builder() {
    return new ZerodepDockerHttpClient.Builder().dockerHost(url);
  }

  /** Begins a request. An engine itself needs no login, and ignores one. */
  Request.Builder request(Request.Method method, String path) {
    Request.Builder request = Request.builder().method(method).path(path);
    secrets.read(TOKEN).ifPresent(token -> request.putHeader("authorization", basic(token)));
    return request;
  }

  private static String basic(String token) {
    byte[] pair = (USER + ":" + token).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
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
