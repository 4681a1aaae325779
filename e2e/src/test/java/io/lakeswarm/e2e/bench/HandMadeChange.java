package io.lakeswarm.e2e.bench;

import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Task;
import java.util.List;

/** A change of a service that the reconciler takes back, and how its two events are told. */
interface HandMadeChange {
  /** The service's full name. */
  String service();

  /** The arguments of the Docker client that make it, the {@code round}th time. */
  String[] command(int round);

  /** The new number of replicas in the event of the change; empty when they do not change. */
  String replicasMade();

  /** The same in the event of its correction. */
  String replicasCorrected();

  /** Whether Swarm has nothing left to do. */
  boolean isOver();

  /** One Spark worker too many: Swarm starts its container and ends it again. */
  static HandMadeChange oneWorkerMore(Platform platform, int desired) {
    return new OneWorkerMore(platform, "spark_spark-worker", desired);
  }

  /** A label at a service that is repaired: no container is touched. */
  static HandMadeChange label() {
    return new Label("lakehouse_minio");
  }

  /** See {@link #oneWorkerMore}. */
  record OneWorkerMore(Platform platform, String service, int desired) implements HandMadeChange {
    @Override
    public String[] command(int round) {
      return new String[] {"service", "scale", "-d", service + "=" + replicasMade()};
    }

    @Override
    public String replicasMade() {
      return String.valueOf(desired + 1);
    }

    @Override
    public String replicasCorrected() {
      return String.valueOf(desired);
    }

    /** Ended tasks of earlier days may be listed too; they do not count. */
    @Override
    public boolean isOver() {
      List<Task> wanted = platform.swarm().tasks(service).stream().filter(Task::isWanted).toList();
      return wanted.size() == desired && wanted.stream().allMatch(Task::isRunning);
    }
  }

  /** See {@link #label}. */
  record Label(String service) implements HandMadeChange {
    @Override
    public String[] command(int round) {
      return new String[] {
        "service", "update", "-d", "--label-add", "lakeswarm.bench=" + round, service
      };
    }

    @Override
    public String replicasMade() {
      return "";
    }

    @Override
    public String replicasCorrected() {
      return "";
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }
}
