package io.lakeswarm.reconciler.testing;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The settings as the application reads them, with deadlines that a busy machine keeps. */
public final class TestSettings {

  /** How long a test waits for what must come. It bounds a failure and says nothing about speed. */
  public static final Duration SOON = Duration.ofMinutes(3);

  private TestSettings() {}

  public static LakeswarmSettings of(URI docker, URI master, Path seed) {
    return of(docker, master, seed, Duration.ofSeconds(10));
  }

  public static LakeswarmSettings of(URI docker, URI master, Path seed, Duration dockerDeadline) {
    return of(
        Map.of(
            "lakeswarm.docker.url", docker.toString(),
            "lakeswarm.docker.deadline", dockerDeadline.toString(),
            "lakeswarm.spark.deadline", "10s",
            "lakeswarm.resync", "15s",
            "lakeswarm.spark.master-url", master.toString(),
            "lakeswarm.secrets.dir", FakeSparkMaster.secrets().toString(),
            "lakeswarm.desired.seed", seed.toString()));
  }

  /** These settings, and the defaults of the application for the rest. */
  public static LakeswarmSettings of(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(LakeswarmSettings.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withDefaultValues(values)
        .build()
        .getConfigMapping(LakeswarmSettings.class);
  }
}
