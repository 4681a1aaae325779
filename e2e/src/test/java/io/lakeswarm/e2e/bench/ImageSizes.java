package io.lakeswarm.e2e.bench;

import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import java.util.List;
import java.util.Map;

/** How large the images are that everything else stands on. */
final class ImageSizes {
  private static final Map<String, Integer> GOALS =
      Map.of("wsl-spark", 750, "reconciler", 300, "minio", 220, "edge", 150);
  private static final List<String> SERVICES =
      List.of("spark_spark-worker", "reconciler_reconciler", "lakehouse_minio", "edge_gateway");

  private ImageSizes() {}

  static void measure(Platform platform, BenchTable table) {
    for (String service : SERVICES) {
      String image =
          platform.swarm().service(service).at("/Spec/TaskTemplate/ContainerSpec/Image").asText();
      long bytes =
          Long.parseLong(
              platform
                  .lab()
                  .docker(Node.FIRST, "image", "inspect", "-f", "{{.Size}}", image)
                  .orThrow()
                  .text());
      String name = image.replaceAll("^.*/|:.*$", "");
      table.add(
          "image " + name, bytes / 1_000_000 + " MB", "≤ " + GOALS.get(name) + " MB", "engine");
    }
  }
}
