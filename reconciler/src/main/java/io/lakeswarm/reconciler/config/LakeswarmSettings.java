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

  /** The release, as {@code make status} shows it. The stack sets it from the parent POM. */
  @WithDefault("dev")
  String version();

  /** The Docker API of a manager, by way of the allow-list proxy. */
  Docker docker();

  /** The Spark master's UI, which also answers JSON. */
  Spark spark();

  /** The object store. */
  Minio minio();

  /** The catalog. */
  Nessie nessie();

  /** The query engine. */
  Dremio dremio();

  /** The orchestrator. */
  Airflow airflow();

  /** The monitoring. */
  Prometheus prometheus();

  /** Where secret files are mounted. */
  Secrets secrets();

  /** The desired state that counts while none was ever stored. */
  Desired desired();

  /** Where the policy files of the desired state are. */
  Policies policies();

  /** How often the API may be asked. */
  Limits limits();

  /** The event streams. */
  Events events();

  /** The longest time between two passes. */
  @WithDefault("15s")
  Duration resync();

  /** How long condition VolumeReset stays True after a loss of data. */
  @WithDefault("24h")
  Duration resetShown();

  /** The Docker API. */
  interface Docker {
    /** {@code tcp://host:port} or {@code unix:///path}. */
    @WithDefault("tcp://docker-proxy:2375")
    URI url();

    /** The longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** The Spark master. */
  interface Spark {
    /** The address of its UI. */
    @WithDefault("http://spark-master:8080")
    URI masterUrl();

    /** The longest time one call may take. */
    @WithDefault("2s")
    Duration deadline();
  }

  /** The object store. */
  interface Minio {
    /** The address of the S3 and admin API. */
    @WithDefault("http://minio:9000")
    URI url();

    /** The longest time one call may take. */
    @WithDefault("5s")
    Duration deadline();
  }

  /** The catalog. */
  interface Nessie {
    /** The address below which {@code /api/v2} is. */
    @WithDefault("http://nessie:19120")
    URI url();
  }

  /** The query engine. */
  interface Dremio {
    /** The address of its UI and REST API. */
    @WithDefault("http://dremio:9047")
    URI url();
  }

  /** The orchestrator. */
  interface Airflow {
    /** The address of its UI and REST API. */
    @WithDefault("http://airflow-api-server:8080")
    URI url();
  }

  /** The monitoring. */
  interface Prometheus {
    /** The address of its UI and HTTP API. */
    @WithDefault("http://prometheus:9090")
    URI url();
  }

  /** Secret files. */
  interface Secrets {
    /** The directory; one file a secret. */
    @WithDefault("/run/secrets")
    Path dir();
  }

  /** The seed. */
  interface Desired {
    /** A YAML file; read only when no revision is stored. */
    @WithDefault("/etc/lakeswarm/desired-state.yml")
    Path seed();
  }

  /** Policy files. */
  interface Policies {
    /** The directory. */
    @WithDefault("/etc/lakeswarm/policies")
    Path dir();
  }

  /** Requests by kind. */
  interface Limits {
    /** Changes, of each role. */
    WriteRate writes();

    /** Reads, of each role. */
    ReadRate reads();

    /** Requests without a valid token, of each source. */
    FailureRate failures();
  }

  /** A steady rate, and what may come at once. */
  interface Rate {
    /** In the long run. */
    int perMinute();

    /** At once. */
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

  /** Some consoles that look each second. */
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

  /** Event streams. */
  interface Events {
    /** How often each open stream gets a comment and its token is checked again. */
    @WithDefault("15s")
    Duration keepAlive();
  }
}
