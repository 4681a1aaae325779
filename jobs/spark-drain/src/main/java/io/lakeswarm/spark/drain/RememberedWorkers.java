package io.lakeswarm.spark.drain;

import io.lakeswarm.spark.drain.WorkerPresence.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.FileSystemRecoveryModeFactory;
import org.apache.spark.deploy.master.PersistenceEngine;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.serializer.JavaSerializer;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The workers that a master left in its recovery directory. A worker that lives and was forgotten
 * by mistake registers again by itself. Applications stay: one that was forgotten could not.
 */
final class RememberedWorkers {
  /** Looks two seconds apart outlast a lost packet and a network that has just come up. */
  private static final int LOOKS = 3;

  private static final long PAUSE_MILLIS = 2_000;

  /** At most as many connections at a time. */
  private static final int THREADS = 32;

  private final SparkConf conf;

  RememberedWorkers(SparkConf conf) {
    this.conf = conf;
  }

  /**
   * Removes the workers that are gone and returns their ids; takes ten seconds at most for each 32
   * of them. Throws what Spark throws when a recovery file cannot be read; nothing is removed then.
   */
  List<String> forgetTheGone() throws InterruptedException, ExecutionException {
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
    // Spark can read the files only within such an environment; as a client's it has no port.
    RpcEnv environment = RpcEnv.create("recovery", "localhost", 0, conf, security, true);
    PersistenceEngine files =
        new FileSystemRecoveryModeFactory(conf, new JavaSerializer(conf)).createPersistenceEngine();
    try {
      List<WorkerInfo> gone =
          gone(JavaConverters.seqAsJavaList(files.readPersistedData(environment)._3()));
      gone.forEach(files::removeWorker);
      return gone.stream().map(WorkerInfo::id).toList();
    } finally {
      files.close();
      environment.shutdown();
    }
  }

  /** Gone is who is replaced, or silent in every look. */
  private static List<WorkerInfo> gone(List<WorkerInfo> workers)
      throws InterruptedException, ExecutionException {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    try {
      List<WorkerInfo> gone = new ArrayList<>();
      List<WorkerInfo> silent = workers;
      for (int look = 0; look < LOOKS; look++) {
        Map<WorkerInfo, Future<Answer>> answers = new LinkedHashMap<>();
        for (WorkerInfo it : silent) {
          WorkerPresence presence = WorkerPresence.of(it.id(), it.webUiAddress());
          long pause = look == 0 ? 0 : PAUSE_MILLIS;
          answers.put(it, threads.schedule(presence::look, pause, TimeUnit.MILLISECONDS));
        }
        silent = new ArrayList<>();
        for (Map.Entry<WorkerInfo, Future<Answer>> it : answers.entrySet()) {
          Answer answer = it.getValue().get();
          if (answer == Answer.REPLACED) {
            gone.add(it.getKey());
          } else if (answer == Answer.SILENT) {
            silent.add(it.getKey());
          }
        }
      }
      gone.addAll(silent);
      return gone;
    } finally {
      threads.shutdownNow();
    }
  }
}
