package io.lakeswarm.spark.drain;

import java.net.URI;
import java.util.List;

/**
 * The addresses of the worker's and the master's pages, from the worker's command line.
 *
 * @param ownPage the worker's JSON page, on this machine
 * @param masterPage the master's JSON page, under the host name in the worker's arguments
 */
record WorkerCommand(URI ownPage, URI masterPage) {
  private static final String SCHEME = "spark://";

  /**
   * Parses the options of Spark's Worker class.
   *
   * @throws IllegalArgumentException when no single {@code spark://host:port} is among them
   */
  static WorkerCommand parse(List<String> args, String uiHost, int masterUiPort) {
    String uiPort = "8081";
    String master = null;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--webui-port") && i + 1 < args.size()) {
        uiPort = args.get(i + 1);
      } else if (arg.startsWith(SCHEME)) {
        master = arg;
      }
    }
    if (master == null || master.contains(",")) {
      throw new IllegalArgumentException(
          "Cannot watch the Spark master: the worker's arguments hold no single spark://host:port."
              + " Give one master, such as spark://spark-master:7077.");
    }
    String masterHost = URI.create(master).getHost();
    return new WorkerCommand(
        URI.create("http://" + uiHost + ":" + uiPort + "/json/"),
        URI.create("http://" + masterHost + ":" + masterUiPort + "/json/"));
  }
}
