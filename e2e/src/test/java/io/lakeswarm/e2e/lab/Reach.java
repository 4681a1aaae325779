package io.lakeswarm.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether an address on an overlay is reached: by curl, in a container or on a node. */
public final class Reach {
  /** curl's exits for a name that does not resolve, for no connection, and for no answer. */
  public static final List<Integer> UNREACHED = List.of(6, 7, 28);

  /** Of the overlays. */
  private static final String OVERLAYS = "10.77.0.0/16";

  private Reach() {}

  /** Ends what leaves the nodes for an overlay: what surrounds this host may answer there. */
  public static void endAtTheNodes() {
    Command.of("ip", "route", "replace", "unreachable", OVERLAYS).run().orThrow();
  }

  /** Takes back {@link #endAtTheNodes()}. */
  public static void asBefore() {
    Command.of("ip", "route", "del", "unreachable", OVERLAYS).run().orThrow();
  }

  /**
   * Returns the words of a request that waits a second for its connection and prints the status.
   */
  public static String[] curl(String... words) {
    return Stream.of(Curl.status("--connect-timeout", "1"), words)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  /** Returns a program as a user of the first node who owns nothing there. */
  public static Command asNobody(Lab lab, String... words) {
    List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
    all.add("--clear-groups");
    all.addAll(List.of(words));
    return lab.program(Node.FIRST, all.toArray(String[]::new));
  }

  /** Fails unless this request ends without a connection. */
  public static void assertUnreached(Command command, String url) {
    Command.Result result = command.run();
    assertThat(result.exit()).as(url + ": " + result).isIn(UNREACHED);
  }
}
