package io.lakeswarm.reconciler.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs {@code stacks/api.sh} as make does, against any address. */
public final class ApiScript {
  private final URI reconciler;
  private final Map<String, String> environment = new HashMap<>();

  public ApiScript(URI reconciler) {
    this.reconciler = reconciler;
  }

  /** What the script printed, and how it ended. */
  public record Result(int exit, String out, String err) {}

  public ApiScript with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Result run(String... arguments) throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("project.root"));
    List<String> command = new ArrayList<>(List.of("bash", "stacks/api.sh"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR_FORCE"));
    builder.environment().put("LS_URL", reconciler.toString().replaceAll("/$", ""));
    builder.environment().put("LS_TOKEN", FakeCluster.OPERATOR);
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("api.sh did not end: " + command);
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
