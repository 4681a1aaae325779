package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** JupyterLab's container: notebooks run there as its kernels run them. */
public final class Notebooks {
  /** The service. */
  public static final String SERVICE = "notebooks_jupyterlab";

  /** Where pictures are kept to be looked at. */
  public static final Path PICTURES = Command.root().resolve("e2e/target/artifacts/notebooks");

  private static final String RUN =
      "jupyter execute --timeout=300 --output=/tmp/executed.ipynb \"$0\" >&2 && cat /tmp/executed.ipynb";
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Containers containers;

  /** Those of {@code platform}. */
  public Notebooks(Platform platform) {
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  /** Runs a worked notebook top to bottom; it comes back with its outputs. */
  public JsonNode execute(String name) {
    Command.Result run =
        containers
            .exec(SERVICE, "sh", "-c", RUN, "/opt/lakeswarm/notebooks/" + name)
            .within(PATIENCE)
            .run()
            .orThrow();
    return Reconciler.json(run.out());
  }

  /** A Python program in the kernels' environment, not run yet. */
  public Command python(String program) {
    return containers.exec(SERVICE, "python", "-u", "-").reading(program).within(PATIENCE);
  }

  /** Runs a shell line in the container. */
  public String shell(String line) {
    return containers.exec(SERVICE, "sh", "-c", line).run().orThrow().text();
  }

  /** Everything the cells printed or showed as text. */
  public static String text(JsonNode notebook) {
    StringBuilder all = new StringBuilder();
    for (JsonNode cell : notebook.path("cells")) {
      for (JsonNode output : cell.path("outputs")) {
        append(all, output.path("text"));
        append(all, output.at("/data/text~1html"));
        append(all, output.at("/data/text~1plain"));
      }
    }
    return all.toString();
  }

  /** Writes the notebook's pictures to {@link #PICTURES}; how many they are. */
  public static int savePictures(String name, JsonNode notebook) {
    int count = 0;
    try {
      Files.createDirectories(PICTURES);
      for (JsonNode picture : notebook.findValues("image/png")) {
        count++;
        Files.write(
            PICTURES.resolve(name + "-" + count + ".png"),
            Base64.getMimeDecoder().decode(picture.asText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the pictures of " + name, e);
    }
    return count;
  }

  /** nbformat writes a text as one string or as a list of lines. */
  private static void append(StringBuilder all, JsonNode text) {
    if (text.isTextual()) {
      all.append(text.asText());
    }
    text.forEach(line -> all.append(line.asText()));
    all.append('\n');
  }
}
