package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Random;

/** What happens in a run; the rows of the table. */
enum Workload {
  INSTALL("first start") {
    @Override
    boolean beginsInstalled() {
      return false;
    }

    @Override
    void begin(Driver driver) {
      // The start of the first incarnation is all there is.
    }
  },

  SCALE_OUT("scale out 2 → 4") {
    @Override
    void begin(Driver driver) {
      driver.request(side -> Requests.scale(side, 4));
    }
  },

  SCALE_IN("scale in 4 → 2, all busy") {
    @Override
    void prepare(Driver driver) {
      driver.request(side -> Requests.scale(side, 4));
    }

    @Override
    void begin(Driver driver) {
      driver.world().makeWorkersBusy();
      driver.request(side -> Requests.scale(side, 2));
    }
  },

  NEW_STATE("bucket, user, policy, branch, namespace added") {
    @Override
    void begin(Driver driver) {
      driver.request(side -> side.revise(Workload::enlarged));
    }
  },

  NEW_SECRET("changed secret") {
    @Override
    void begin(Driver driver) {
      driver.world().secret("aws_secret_access_key", "rotated-secret");
    }
  },

  MINIO_WIPED("MinIO wiped") {
    @Override
    void begin(Driver driver) {
      driver.world().minio.wipe();
      driver.world().swarm.event("service", "lakehouse_minio");
    }
  },

  NESSIE_WIPED("Nessie wiped") {
    @Override
    void begin(Driver driver) {
      driver.world().nessie.wipe();
      driver.world().swarm.event("service", "lakehouse_nessie");
    }
  },

  ROLLBACK("rollback to revision 1") {
    @Override
    void prepare(Driver driver) {
      driver.request(side -> side.revise(document -> withWorkers(enlarged(document), 4)));
    }

    @Override
    void begin(Driver driver) {
      driver.request(side -> side.revise(document -> side.document(1)));
    }
  },

  FOREIGN("hand-made scaling, five times") {
    @Override
    boolean hasForeignEdits() {
      return true;
    }

    @Override
    void begin(Driver driver) {
      Random random = new Random(SEED);
      for (int i = 0; i < 5; i++) {
        int replicas = random.nextInt(6);
        driver.later(Duration.ofSeconds(2 + 4L * i), () -> driver.world().scaleByHand(replicas));
      }
    }
  },

  /** Of the services changed here the desired state has minio repaired and nessie reported. */
  SERVICES("services changed by hand, five times") {
    @Override
    void begin(Driver driver) {
      Deploys services = driver.world().deploys;
      driver.later(Duration.ofSeconds(2), () -> services.image("minio", "minio:of-somebody"));
      driver.later(Duration.ofSeconds(6), () -> services.label("minio", "added"));
      driver.later(Duration.ofSeconds(8), () -> services.label("nessie", "added"));
      driver.later(Duration.ofSeconds(10), () -> services.env("minio", "ADDED=x"));
      driver.later(Duration.ofSeconds(12), () -> services.image("minio", "minio:of-somebody"));
    }
  },

  DEPLOY("deploy between two changes by hand") {
    @Override
    void begin(Driver driver) {
      Deploys services = driver.world().deploys;
      driver.later(Duration.ofSeconds(2), () -> services.image("minio", "minio:of-somebody"));
      driver.later(Duration.ofSeconds(5), services::begin);
      driver.later(Duration.ofSeconds(6), () -> services.image("minio", "minio:deployed"));
      driver.later(Duration.ofSeconds(7), () -> services.env("nessie", "DEPLOYED=x"));
      driver.later(Duration.ofSeconds(9), services::end);
      driver.later(Duration.ofSeconds(12), () -> services.label("minio", "added"));
    }
  },

  DREMIO("Dremio's first start") {
    @Override
    boolean hasDremio() {
      return true;
    }

    @Override
    void begin(Driver driver) {
      driver.deployDremio();
    }
  },

  DREMIO_WIPED("Dremio wiped") {
    @Override
    boolean hasDremio() {
      return true;
    }

    @Override
    void prepare(Driver driver) {
      driver.deployDremio();
    }

    @Override
    void begin(Driver driver) {
      driver.world().dremio.wipe();
      driver.world().swarm.event("service", "query_dremio");
    }
  },

  DREMIO_SECRET("changed secret, with Dremio") {
    @Override
    boolean hasDremio() {
      return true;
    }

    @Override
    void prepare(Driver driver) {
      driver.deployDremio();
    }

    @Override
    void begin(Driver driver) {
      driver.world().secret("aws_secret_access_key", "rotated-secret");
    }
  };

  /** Of the edits by hand: the same in every run. */
  static final long SEED = 7;

  private final String text;

  Workload(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** True when the platform works before the workload begins. */
  boolean beginsInstalled() {
    return true;
  }

  boolean hasForeignEdits() {
    return false;
  }

  /** True when Dremio is deployed at some time. */
  boolean hasDremio() {
    return false;
  }

  /** What is done and settled before the workload begins. */
  void prepare(Driver driver) {}

  /** The workload. */
  abstract void begin(Driver driver);

  /** The state of {@code document} and one more of each. */
  static JsonNode enlarged(JsonNode document) {
    if (document.toString().contains("wsl-only")) {
      return document; // Asked for a second time.
    }
    ObjectNode minio = (ObjectNode) document.path("minio");
    minio.withArray("buckets").addObject().put("name", "extra").put("versioning", true);
    minio
        .withArray("policies")
        .addObject()
        .put("name", "wsl-only")
        .put("file", "policies/wsl-only.json");
    ObjectNode user =
        minio.withArray("users").addObject().put("name", "analyst").put("policy", "wsl-only");
    user.putObject("accessKey").put("secret", "analyst_key");
    user.putObject("secretKey").put("secret", "analyst_secret");
    ((ArrayNode) document.at("/nessie/branches")).add("dev");
    ((ArrayNode) document.at("/nessie/namespaces")).add("raw.api");
    return document;
  }

  /** The state of {@code document} with another number of workers. */
  static JsonNode withWorkers(JsonNode document, int replicas) {
    ((ObjectNode) document.at("/spark/workers")).put("replicas", replicas);
    return document;
  }
}
