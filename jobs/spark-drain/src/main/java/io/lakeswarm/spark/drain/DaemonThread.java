package io.lakeswarm.spark.drain;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep a JVM alive. */
final class DaemonThread {
  private DaemonThread() {}

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
