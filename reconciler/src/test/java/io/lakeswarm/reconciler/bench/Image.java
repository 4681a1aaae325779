package io.lakeswarm.reconciler.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the image holds: jar, flags and, where the JDK can make one, an AOT cache that is trained as
 * the image's build trains it.
 */
final class Image {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path TARGET = ROOT.resolve("reconciler/target");
  private static final Path APP =
      Optional.ofNullable(System.getenv("BENCH_APP"))
          .map(Path::of)
          .orElse(TARGET.resolve("quarkus-app"));
  private static final Path CACHE = TARGET.resolve("bench.aot");
  private static final Path LOG = TARGET.resolve("bench-reconciler.log");
  private static final List<String> ASKED =
      List.of(
          "/q/health/ready",
          "/q/metrics",
          "/api/v1/status",
          "/api/v1/plan",
          "/api/v1/spark/workers",
          "/api/v1/desired-state");
  private static final String UNLOCK = "-XX:+UnlockDiagnosticVMOptions";
  private static final int FIRST_WITH_CACHE = 25;

  private final Path java;
  private final int version;

  /** The newest JDK of this machine; the image has 25. */
  Image() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
      java =
          all.map(home -> home.resolve("bin/java"))
              .filter(Files::isExecutable)
              .max((a, b) -> Integer.compare(versionOf(a), versionOf(b)))
              .orElseThrow();
    }
    version = versionOf(java);
  }

  /** The JDK and what was done with it, in words. */
  String description() {
    return "JDK " + version + (hasCache() ? " with AOT cache" : " without AOT cache");
  }

  /** One training run as {@code images/reconciler/train} does it: nothing is reachable. */
  void train() throws IOException {
    if (!hasCache()) {
      return;
    }
    Files.deleteIfExists(CACHE);
    try (SimulatedCluster nobody = new SimulatedCluster(0, 0)) {
      Map<String, String> environment = nobody.environment();
      environment.replaceAll((key, value) -> value.replaceFirst("127.0.0.1:\\d+$", "127.0.0.1:1"));
      try (Jvm jvm =
          Jvm.start(
              command("-XX:AOTCacheOutput=" + CACHE, UNLOCK, "-XX:-AOTRecordTraining"),
              environment,
              APP,
              LOG)) {
        jvm.awaitAlive();
        for (String path : ASKED) {
          for (int i = 0; i < 3; i++) {
            jvm.status(path);
          }
        }
      }
    }
    if (!Files.exists(CACHE)) {
      throw new IllegalStateException("The training run made no cache: see " + LOG);
    }
  }

  /** A running reconciler that talks to {@code cluster}. */
  Jvm start(SimulatedCluster cluster) {
    return Jvm.start(
        hasCache() ? command("-XX:AOTCache=" + CACHE) : command(), cluster.environment(), APP, LOG);
  }

  private boolean hasCache() {
    return version >= FIRST_WITH_CACHE;
  }

  private List<String> command(String... first) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(first));
    command.add("@" + ROOT.resolve("images/reconciler/jvm.args"));
    command.addAll(List.of("-jar", "quarkus-run.jar"));
    return command;
  }

  private static int versionOf(Path java) {
    try {
      String release = Files.readString(java.getParent().getParent().resolve("release"));
      return Integer.parseInt(release.replaceFirst("(?s)^.*JAVA_VERSION=\"(\\d+).*$", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
