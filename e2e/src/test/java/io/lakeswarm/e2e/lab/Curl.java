package io.lakeswarm.e2e.lab;

import java.util.stream.Stream;

/** The curl of the tests, which may run on this host, in a node's network or in a container. */
public final class Curl {
  private static final String[] STATUS_ONLY = {
    "curl", "-sS", "-m", "30", "-o", "/dev/null", "-w", "%{http_code}"
  };

  private Curl() {}

  /**
   * The words of a curl that prints the status of the answer and nothing else: 000 when there is no
   * answer within 30 s. {@code words} are the address and further options.
   */
  public static String[] status(String... words) {
    return Stream.of(STATUS_ONLY, words).flatMap(Stream::of).toArray(String[]::new);
  }
}
