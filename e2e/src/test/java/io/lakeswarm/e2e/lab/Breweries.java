package io.lakeswarm.e2e.lab;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An Open Brewery DB of the project's own, on this host's address in the lab; it ends when closed.
 */
public final class Breweries implements AutoCloseable {
  private static final String READY = "LAKESWARM_FIXTURE ";

  private final Running server;

  /** Serves the rows of {@code file}; faults are options such as {@code fail_page=3}. */
  public Breweries(Path file, String... faults) {
    List<String> words =
        new ArrayList<>(
            List.of("python3", "-m", "lakeswarm_jobs.fixture_api", file.toString(), "0"));
    words.add("bind=" + Lab.HOST_ADDRESS);
    words.addAll(List.of(faults));
    server =
        Command.of(words.toArray(String[]::new))
            .with(Map.of("PYTHONPATH", Command.root().resolve("jobs/python/src").toString()))
            .start();
    await("the brewery fixture")
        .atMost(Eventually.SOON)
        .failFast("the fixture ended", this::requireAlive)
        .until(() -> server.output().contains("\n"));
  }

  private void requireAlive() {
    if (!server.isAlive()) {
      throw new IllegalStateException("The brewery fixture ended: " + server.all());
    }
  }

  /** Where containers find it. */
  public String url() {
    return server.output().lines().findFirst().orElseThrow().substring(READY.length());
  }

  @Override
  public void close() {
    server.close();
  }
}
