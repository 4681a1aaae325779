package io.lakeswarm.reconciler.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the parts of the platform are; environment names are {@code LAKESWARM_MINIO_URL} and so on.
 */
@ConfigMapping(prefix = "lakeswarm")
public interface LakeswarmSettings {

  /**
   * Returns the release, as {@code make status} shows it. The stack sets it from the parent POM.
   */
  @WithDefault("dev")
  String version();

  /** Returns the settings of the Docker API of a manager, reached through its guard. */
  Docker docker();

  /** Returns the settings of the Spark master's UI, which also answers JSON. */
  Spark spark();

  /** Returns the settings of the object store. */
  Minio minio();

  /** Returns the settings of the catalog. */
  Nessie nessie();

  /** Returns the settings of the query engine. */
  Dremio dremio();

  /** Returns the settings of the orchestrator. */
  Airflow airflow();

  /** Returns the settings of the monitoring. */
  Prometheus prometheus();

  /** Returns where secret files are mounted. */
  Secrets secrets();

  /** Returns the desired state that applies while none was ever stored. */
  Desired desired();

  /** Returns where the policy files of the desired state are. */
  Policies policies();

  /** Returns the rate limits of the API. */
  Limits limits();

  /** Returns whose word on a client's address is believed. */
  Gateway gateway();

  /** Returns the settings of the event streams. */
  Events events();

  /** Returns the longest time between two passes. */
  @WithDefault("15s")
  Duration resync();

  /** Returns how long condition VolumeReset stays True after a loss of data. */
  @WithDefault("24h")
  Duration resetShown();

  /** The Docker API. */
  interface Docker {
    /** Returns {@code tcp://host:port} or {@code unix:///path}. */
    @WithDefault("tcp://docker-proxy:2375")
    URI url();

    /** Returns the longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** The Spark master. */
  interface Spark {
    /** Returns the address of its UI. */
    @WithDefault("http://spark-master:8080")
    URI masterUrl();

    /** Returns the longest time one call may take. */
    @WithDefault("2s")
    Duration deadline();
  }

  /** The object store. */
  interface Minio {
    /** Returns the address of the S3 and admin API. */
    @WithDefault("http://minio:9000")
    URI url();

    /** Returns the longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** The catalog. */
  interface Nessie {
    /** Returns the address below which {@code /api/v2} is. */
    @WithDefault("http://nessie:19120")
    URI url();
  }

  /** The query engine. */
  interface Dremio {
    /** Returns the address of its UI and REST API. */
    @WithDefault("http://dremio:9047")
    URI url();
  }

  /** The orchestrator. */
  interface Airflow {
    /** Returns the address of its UI and REST API. */
    @WithDefault("http://airflow-api-server:8080")
    URI url();

    /** Returns the longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** The monitoring. */
  interface Prometheus {
    /** Returns the address of its UI and HTTP API. */
    @WithDefault("http://prometheus:9090")
    URI url();

    /** Returns the longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** Secret files. */
  interface Secrets {
    /** Returns the directory; it holds one file per secret. */
    @WithDefault("/run/secrets")
    Path dir();
  }

  /** The seed. */
  interface Desired {
    /** Returns the path of a YAML file, read only when no revision is stored. */
    @WithDefault("/etc/lakeswarm/desired-state.yml")
    Path seed();
  }

  /** Policy files. */
  interface Policies {
    /** Returns the directory. */
    @WithDefault("/etc/lakeswarm/policies")
    Path dir();
  }

  /** Request limits by kind. */
  interface Limits {
    /** Returns the limit of changes, for each role. */
    WriteRate writes();

    /** Returns the limit of reads, for each role. */
    ReadRate reads();

    /** Returns the limit of requests without a valid token, for each source. */
    FailureRate failures();
  }

  /** A steady rate and a burst. */
  interface Rate {
    /** Returns the requests per minute in the long run. */
    int perMinute();

    /** Returns the requests that may arrive at once. */
    int burst();
  }

  /** A person and a script need no more. */
  interface WriteRate extends Rate {
    @Override
    @WithDefault("60")
    int perMinute();

    @Override
    @WithDefault("20")
    int burst();
  }

  /** Enough for some consoles that poll each second. */
  interface ReadRate extends Rate {
    @Override
    @WithDefault("3000")
    int perMinute();

    @Override
    @WithDefault("100")
    int burst();
  }

  /** Enough for a typing error, too few to guess. */
  interface FailureRate extends Rate {
    @Override
    @WithDefault("20")
    int perMinute();

    @Override
    @WithDefault("20")
    int burst();
  }

  /** The gateway. */
  interface Gateway {
    /** Returns the name that resolves to the addresses of all its tasks. */
    @WithDefault("tasks.gateway")
    String host();

    /** Returns how often they are looked up. */
    @WithDefault("5s")
    Duration refresh();
  }

  /** Event streams. */
  interface Events {
    /** Returns how often each open stream gets a comment and its token is checked again. */
    @WithDefault("15s")
    Duration keepAlive();
  }
}
