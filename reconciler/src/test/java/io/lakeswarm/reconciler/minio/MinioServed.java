package io.lakeswarm.reconciler.minio;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/** An object store for the running application, before it starts. */
public final class MinioServed implements QuarkusTestResourceLifecycleManager {
  private static volatile FakeMinio server;

  static FakeMinio server() {
    return server;
  }

  @Override
  public Map<String, String> start() {
    server = new FakeMinio();
    Path policies = Path.of(System.getProperty("project.root"), "stacks", "policies");
    return Map.of(
        "lakeswarm.minio.url", server.uri().toString(),
        "lakeswarm.policies.dir", policies.toString());
  }

  /** After the cluster, whose address for it leads nowhere. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {
    server.close();
  }
}
