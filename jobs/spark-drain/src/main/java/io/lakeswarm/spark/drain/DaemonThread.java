package io.lakeswarm.spark.drain;

import java.util.concurrent.ThreadFactory;

/** Creates threads that do not keep a JVM alive. */
public final class DaemonThread {
  private DaemonThread() {}

  /** Returns a factory for threads of this name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
