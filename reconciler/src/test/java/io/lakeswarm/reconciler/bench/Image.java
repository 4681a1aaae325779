package io.lakeswarm.reconciler.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the image holds: jar, flags and, where the JDK can make one, an AOT cache that is trained by
 * the same script as in the image's build.
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

  /** Runs the script that trains in the image's build. */
  void train() throws IOException {
    if (!hasCache()) {
      return;
    }
    List<String> words =
        List.of(
            ROOT.resolve("images/reconciler/train").toString(),
            APP.toString(),
            CACHE.toString(),
            java.toString(),
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dproject.root=" + ROOT,
            "-cp",
            System.getProperty("java.class.path"),
            TrainingGround.class.getName());
    ProcessBuilder script = new ProcessBuilder(words).redirectErrorStream(true);
    script.environment().put("PORT", String.valueOf(Jvm.freePort()));
    script.redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
    int exit = script.start().onExit().join().exitValue();
    if (exit != 0) {
      throw new IllegalStateException("The training run ended with " + exit + ": see " + LOG);
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
