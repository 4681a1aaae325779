package io.lakeswarm.e2e.lab;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;

import java.util.ArrayList;
import java.util.List;

/** The containers of services, on whichever node they are. */
public final class Containers {
  private final Lab lab;
  private final Swarm swarm;

  /** The containers on {@code lab}. */
  public Containers(Lab lab, Swarm swarm) {
    this.lab = lab;
    this.swarm = swarm;
  }

  /** Runs a program in the container of a service that has one running task. */
  public Command exec(String service, String... words) {
    Task task = swarm.only(service);
    return exec(task, words);
  }

  /** Runs a program in the container of this task. */
  public Command exec(Task task, String... words) {
    List<String> all = new ArrayList<>(List.of("exec", "-i", task.container()));
    all.addAll(List.of(words));
    return lab.client(Node.named(task.node()), all.toArray(String[]::new));
  }

  /**
   * What the service's containers said on every node, ended ones too. Each engine is asked for its
   * own: {@code docker service logs} may wait for ever for a task that never had a container.
   */
  public String logs(String service) {
    String ofService = "label=com.docker.swarm.service.name=" + service;
    StringBuilder all = new StringBuilder();
    for (Node node : Node.ALL) {
      lab.docker(node, "ps", "-aq", "--filter", ofService)
          .orThrow()
          .out()
          .lines()
          .forEach(id -> all.append(lab.docker(node, "logs", "--timestamps", id).all()));
    }
    return all.toString();
  }

  /** Ends a container's first process at once, as {@code kill -9} does. */
  public void kill(Task task) {
    lab.docker(Node.named(task.node()), "kill", "-s", "KILL", task.container()).orThrow();
  }

  /**
   * Runs a task on the platform's network, on any node, and returns its exit code. {@code words},
   * with spaces between them, are options of {@code docker service create}, the image, arguments.
   */
  public int runTask(String name, String words) {
    String create = "service create --detach --no-resolve-image --restart-condition none --name ";
    client(create + name + " --network lakeswarm " + words);
    try {
      int[] exit = {0};
      eventually("the end of " + name, SOON, () -> exit[0] = exitOf(name));
      return exit[0];
    } finally {
      client("service rm " + name);
    }
  }

  private int exitOf(String service) {
    return swarm.tasks(service).stream()
        .filter(task -> List.of("failed", "complete").contains(task.state()))
        .mapToInt(Task::exitCode)
        .findFirst()
        .orElseThrow();
  }

  private void client(String words) {
    lab.docker(Node.FIRST, words.split(" ")).orThrow();
  }

  /** Runs a program of an image on a node, with that node's own network in between. */
  public Command.Result runOnce(Node node, String image, String... words) {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--entrypoint", words[0], image));
    all.addAll(List.of(words).subList(1, words.length));
    return lab.docker(node, all.toArray(String[]::new));
  }
}
