package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Dremio simulator of the reconciler's tests as an image that can stand in the place of the
 * vendor's. It is a server of the REST contract, no SQL engine: see docs/decisions/008.
 */
public final class DremioImage {
  private static final String NAME = "lakeswarm-test/dremio-simulator:26.0.5";

  private static final String PACKAGE = "io/lakeswarm/reconciler/dremio";
  private static final String DOCKERFILE =
      """
      FROM %s
      USER root
      COPY lib/ /opt/simulator/
      COPY wget /usr/local/bin/wget
      HEALTHCHECK NONE
      CMD ["java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/simulator:/opt/simulator/*", \
      "io.lakeswarm.reconciler.dremio.DremioSimulator", "9047", "26.0.5", "/opt/dremio/data"]
      """;

  /** The stack's health check asks by this program, which the vendor's image has: wget -qO- URL. */
  private static final String WGET = "#!/bin/sh\nexec curl -fsS \"$2\"\n";

  private DremioImage() {}

  /**
   * Builds it on the node that Dremio is pinned to and deploys the platform with it; what the
   * deploy printed.
   */
  public static String deployInstead(Platform platform) {
    String javaImage =
        platform
            .swarm()
            .service("lakehouse_nessie")
            .at("/Spec/TaskTemplate/ContainerSpec/Image")
            .asText();
    String holder =
        platform
            .lab()
            .docker(
                Node.FIRST,
                "node",
                "ls",
                "--filter",
                "node.label=lakeswarm.dremio=true",
                "--format",
                "{{.Hostname}}")
            .orThrow()
            .text();
    build(platform.lab(), Node.named(holder), javaImage);
    return platform.deploy().with(Map.of("DREMIO_IMAGE", NAME)).run().orThrow().all();
  }

  /** Builds it on the node, on top of an image that has a Java runtime. */
  private static void build(Lab lab, Node node, String javaImage) {
    Path context = Command.root().resolve("e2e/target/dremio-simulator");
    try {
      Path lib = Files.createDirectories(context.resolve("lib").resolve(PACKAGE));
      copyClasses(lib);
      for (Class<?> jar : List.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class)) {
        Path from = Path.of(jar.getProtectionDomain().getCodeSource().getLocation().toURI());
        copy(from, context.resolve("lib"));
      }
      Files.writeString(context.resolve("Dockerfile"), DOCKERFILE.formatted(javaImage));
      Path wget = Files.writeString(context.resolve("wget"), WGET);
      if (!wget.toFile().setExecutable(true, false)) {
        throw new IOException("Cannot make " + wget + " executable");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lay out the Dremio simulator's image", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    lab.client(node, "build", "-q", "-t", NAME, context.toString())
        .within(Duration.ofMinutes(3))
        .run()
        .orThrow();
  }

  private static void copyClasses(Path lib) throws IOException {
    Path compiled = Command.root().resolve("reconciler/target/test-classes").resolve(PACKAGE);
    if (!Files.isDirectory(compiled)) {
      throw new IllegalStateException(
          "Cannot build the Dremio simulator: it is not compiled. Run ./mvnw -pl reconciler test-compile.");
    }
    try (Stream<Path> classes = Files.list(compiled)) {
      for (Path file : classes.toList()) {
        copy(file, lib);
      }
    }
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }
}
