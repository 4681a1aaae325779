package io.lakeswarm.spark.drain;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep a JVM alive. */
public final class DaemonThread {
  private DaemonThread() {}

  /** Makes threads of this name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
