package io.lakeswarm.spark.drain;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.deploy.worker.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Spark's standalone worker with an end: takes the same arguments as {@code
 * org.apache.spark.deploy.worker.Worker}.
 *
 * <p>TERM, or a decommission asked of the master, drains it: no new executor starts, running tasks
 * finish, their shuffle blocks move, and the process exits 0 when the worker holds no core any
 * more. It exits {@value Drain#DEADLINE_PASSED} when that took longer than {@code
 * lakeswarm.drain.deadline} (an ISO-8601 duration, default PT15M). A worker that cannot register
 * gives up as Spark's does. {@code lakeswarm.drain.master.ui} replaces the master's address,
 * http://&lt;master&gt;:8080.
 */
public final class DrainWorker {
  private static final Logger LOG = LoggerFactory.getLogger(DrainWorker.class);
  private static final int MASTER_UI_PORT = 8080;
  private static final long OWN_MILLIS = 500;
  private static final long MASTER_MILLIS = 1_000;

  private DrainWorker() {}

  /** Runs the worker until it has drained or failed. */
  public static void main(String[] args) {
    String uiHost = System.getenv().getOrDefault("SPARK_LOCAL_IP", "127.0.0.1");
    WorkerCommand command = WorkerCommand.parse(List.of(args), uiHost, MASTER_UI_PORT);
    String masterUi = System.getProperty("lakeswarm.drain.master.ui");
    URI masterPage = masterUi == null ? command.masterPage() : URI.create(masterUi + "/json/");
    Duration deadline = Duration.parse(System.getProperty("lakeswarm.drain.deadline", "PT15M"));

    StatusPage.Source own = StatusPage.at(command.ownPage());
    Drain drain = new Drain(own, new ProcessEffects(), deadline, System::nanoTime);
    MasterWatch watch = new MasterWatch(own, StatusPage.at(masterPage), drain);

    // Before Worker.main: Spark's own TERM logger hands on to the handler it finds.
    Signal.handle(new Signal("TERM"), signal -> drain.request("received TERM"));
    // Until Spark takes PWR over, its default action would end the process.
    Signal.handle(new Signal("PWR"), signal -> LOG.info("Decommission asked before Spark is up"));

    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(2, DaemonThread.named("drain-worker"));
    every(clock, OWN_MILLIS, drain::poll);
    every(clock, MASTER_MILLIS, watch::poll);
    Worker.main(args);
  }

  private static void every(ScheduledExecutorService clock, long millis, Runnable look) {
    Runnable guarded =
        () -> {
          try {
            look.run();
          } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and the worker would never end.
            LOG.error("Cannot look at the worker's state. Looking again.", e);
          }
        };
    clock.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static final class ProcessEffects implements Drain.Effects {
    @Override
    public void decommission() {
      if (Boolean.getBoolean("spark.decommission.enabled")) {
        Signal.raise(new Signal("PWR"));
      } else {
        LOG.warn("spark.decommission.enabled is false: the worker waits for its executors to end");
      }
    }

    @Override
    public void exit(int code) {
      System.exit(code);
    }
  }
}
