package io.lakeswarm.e2e.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Notes every container of one service that ends anywhere, from its making until it is closed. */
public final class Deaths implements AutoCloseable {
  private static final String FORMAT =
      "{{index .Actor.Attributes \"com.docker.swarm.service.name\"}}"
          + " {{index .Actor.Attributes \"com.docker.swarm.task.id\"}}"
          + " {{.Actor.Attributes.exitCode}}";

  private final String service;
  private final List<Running> streams = new ArrayList<>();

  /** Listens to the engines of all nodes. */
  public Deaths(Lab lab, String service) {
    this.service = service;
    for (Node node : Node.ALL) {
      streams.add(
          lab.client(
                  node,
                  "events",
                  "--filter",
                  "type=container",
                  "--filter",
                  "event=die",
                  "--format",
                  FORMAT)
              .start());
    }
  }

  /** One end. */
  public record Death(String task, int exitCode) {}

  /** The ends so far. */
  public List<Death> seen() {
    return streams.stream()
        .flatMap(stream -> lines(stream))
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[0].equals(service))
        .map(words -> new Death(words[1], Integer.parseInt(words[2])))
        .toList();
  }

  private static Stream<String> lines(Running stream) {
    String text = stream.output();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  @Override
  public void close() {
    streams.forEach(Running::close);
  }
}
