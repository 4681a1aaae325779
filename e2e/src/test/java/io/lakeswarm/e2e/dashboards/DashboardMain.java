package io.lakeswarm.e2e.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the report of dashboard files, of this project or of any other. */
public final class DashboardMain {
  private DashboardMain() {}

  /**
   * Arguments: the address of Prometheus, the file with the gateway's password, the file of
   * explanations, then dashboard files and {@code variable=value}. Exits with 1 when a panel is
   * empty without an explanation.
   */
  public static void main(String[] arguments) throws IOException {
    String password = Files.readString(Path.of(arguments[1])).strip();
    Prometheus prometheus = new Prometheus(arguments[0], "admin", password);
    DashboardCheck check = new DashboardCheck(prometheus, Explanations.read(Path.of(arguments[2])));
    Map<String, String> chosen = new LinkedHashMap<>();
    int unexplained = 0;
    for (int i = 3; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      if (pair.length == 2) {
        chosen.put(pair[0], pair[1]);
      } else {
        DashboardReport report = check.of(Dashboard.read(Path.of(arguments[i])), chosen);
        System.out.print(report.table());
        unexplained += report.unexplained().size();
      }
    }
    System.exit(unexplained == 0 ? 0 : 1);
  }
}
